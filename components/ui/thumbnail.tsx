import { classNames } from "./class-names";

/**
 * The thumbnail of a volume, on black. Decorative (empty alternative): the row says in words what it is. Without a
 * volume the place stays, so that rows keep their height.
 */
export function Thumbnail({
  volumeId,
  className = "size-8.5",
}: {
  volumeId: string | null;
  className?: string;
}) {
  if (volumeId === null) {
    return (
      <span
        aria-hidden="true"
        className={classNames("block rounded-md border border-dashed border-line", className)}
      />
    );
  }
  return (
    // The thumbnail is already small, immutable and private to the user: an optimiser would only copy it elsewhere.
    <img
      src={`/api/volumes/${volumeId}/thumbnail`}
      alt=""
      width={128}
      height={128}
      loading="lazy"
      decoding="async"
      className={classNames("block max-w-none shrink-0 rounded-md bg-black object-cover", className)}
    />
  );
}
