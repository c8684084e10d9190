import { spawn } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeLargeObject } from "@/lib/ingest/inspection/testing/large-object";
import { overrideEnv } from "@/lib/platform/env";
import { openBenchCatalogue } from "./lib/catalogue";
import { endProcess, freePort, peakMegabytes, startProcess, untilOpen } from "./lib/processes";

/** 1 GiB of pixels, 256 × 256 × 16 bit. */
const FRAMES = 8192;
const MOST_RESIDENT_MB = 600;
const AE_TITLE = "BENCH";

/**
 * One enhanced multi-frame object of 1 GiB over C-STORE (dcmtk's storescu), until its volume can be shown: the most
 * memory that was resident in the receiver and in the worker. Each has to stay below 600 MB.
 */
export async function bench(): Promise<Record<string, unknown>> {
  const catalogue = await openBenchCatalogue();
  const port = await freePort();
  overrideEnv({ ARIANE_DICOM_PORT: String(port), ARIANE_DICOM_HOST: "127.0.0.1" });
  const { findOrMakeSite } = await import("@/lib/network/register-scanner-store");
  const { db } = await import("@/lib/platform/db/client");
  const processes: ReturnType<typeof startProcess>[] = [];
  try {
    mkdirSync(join(catalogue.folder, "files"));
    const path = join(catalogue.folder, "files/large.dcm");
    await writeLargeObject(path, FRAMES);
    const site = await findOrMakeSite(db(), "LOCAL");
    await db().peer.create({
      data: { siteId: site?.id ?? "", name: "bench", aeTitle: AE_TITLE, addresses: ["127.0.0.1"] },
    });
    const receiver = startProcess("scripts/receiver.ts");
    const worker = startProcess("scripts/worker.ts");
    processes.push(receiver, worker);
    await untilOpen(port);
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const sender = spawn(
      "storescu",
      ["-aet", AE_TITLE, "-aec", "ARIANE", "-R", "127.0.0.1", String(port), path],
      {
        stdio: "ignore",
      },
    );
    const code = await new Promise<number | null>((resolve) => sender.once("close", resolve));
    if (code !== 0) throw new Error(`storescu ended with ${code}`);
    const sentSeconds = seconds();
    for (;;) {
      const series = await db().series.findFirst({
        select: { state: true, volumes: { select: { nz: true } } },
      });
      if (series?.state === "failed") throw new Error("the series failed");
      if (series?.state === "complete" && series.volumes[0]?.nz === FRAMES) break;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const [receiverPeakMb, workerPeakMb] = [peakMegabytes(receiver), peakMegabytes(worker)];
    return {
      ours: {
        objectMb: Math.round(statSync(path).size / 2 ** 20),
        receiverPeakMb,
        workerPeakMb,
        sentSeconds,
        seconds: seconds(),
      },
      limitMb: MOST_RESIDENT_MB,
      ratio: Math.max(receiverPeakMb, workerPeakMb) / MOST_RESIDENT_MB,
    };
  } finally {
    await Promise.all(processes.map(endProcess));
    await catalogue.stop();
  }
}
