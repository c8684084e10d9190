import { classNames } from "./class-names";

/** The place of something that is loading; size it like what will come, so that the page stays still. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames("block animate-pulse-calm rounded-md bg-data-1", className)}
    />
  );
}
