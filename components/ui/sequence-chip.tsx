import { classNames } from "./class-names";

/** One sequence role of an exam; dashed and struck for readers when it is `absent`. */
export function SequenceChip({
  label,
  title,
  absent = false,
  chosen = false,
}: {
  label: string;
  title?: string;
  absent?: boolean;
  chosen?: boolean;
}) {
  return (
    <span
      title={title}
      className={classNames(
        "inline-flex h-5 items-center rounded-sm border px-1.5 text-micro whitespace-nowrap",
        absent && "border-dashed border-line text-muted",
        !absent && chosen && "border-thread text-thread",
        !absent && !chosen && "border-line text-ink",
      )}
    >
      {absent ? <del className="no-underline">{label}</del> : label}
    </span>
  );
}
