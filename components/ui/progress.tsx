import { classNames } from "./class-names";

/** A task under way: `value` from 0 to 1, or null when its length is unknown. */
export function Progress({
  value,
  label,
  className,
}: {
  value: number | null;
  label: string;
  className?: string;
}) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames("h-1 overflow-hidden rounded-full bg-data-1", className)}
    >
      <div
        className={classNames(
          "h-full rounded-full bg-data-4",
          percent === undefined && "w-1/3 animate-pulse-calm",
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
