import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { ScannerStatus } from "@/lib/harmonise/lifeline/lifeline";

const COLOURS: Record<ScannerStatus, string> = {
  drifts: "text-major",
  silent: "text-minor",
  unknown: "text-undetermined",
  steady: "text-compliant",
};

/** One shape a status, so that it is told without its colour. */
export function StatusShape({ status }: { status: ScannerStatus }) {
  return (
    <svg viewBox="0 0 12 12" className="size-3 shrink-0" aria-hidden="true">
      {status === "drifts" ? <path d="M6 .8 11.6 11H.4z" fill="currentColor" /> : null}
      {status === "steady" ? <circle cx="6" cy="6" r="4.5" fill="currentColor" /> : null}
      {status === "silent" ? (
        <path d="M2 2h8v8H2zM2 10l8-8" fill="none" stroke="currentColor" strokeWidth="1.5" />
      ) : null}
      {status === "unknown" ? (
        <circle
          cx="6"
          cy="6"
          r="4.25"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2 1.6"
        />
      ) : null}
    </svg>
  );
}

/** A scanner's status by shape, colour and word. */
export function StatusMark({ status, compact = false }: { status: ScannerStatus; compact?: boolean }) {
  const t = useTranslations("lifeline.status");
  return (
    <span
      title={compact ? t(status) : undefined}
      className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap", COLOURS[status])}
    >
      <StatusShape status={status} />
      <span className={compact ? "sr-only" : undefined}>{t(status)}</span>
    </span>
  );
}
