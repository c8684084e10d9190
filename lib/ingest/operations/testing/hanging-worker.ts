import { workQueue } from "@/lib/platform/queue";

/** A worker that takes a series' job and never ends it: to be killed in the middle of it. */
await workQueue(
  {
    "series.complete": () => {
      process.stdout.write("busy\n");
      return new Promise<never>(() => undefined);
    },
  },
  1,
);
