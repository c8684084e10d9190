import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { Alarm, AlarmKind, AlarmState } from "@/lib/ingest/operations/alarms";

const TONE: Record<AlarmState, string> = { ok: "text-compliant", warning: "text-minor", alarm: "text-major" };

/** Where an alarm is mended. */
const PLACES: Partial<Record<AlarmKind, string>> = {
  "spool-age": "/admin/ingest",
  "quarantine-growing": "/admin/ingest#quarantine",
  "scanner-silent": "/network",
};

/** What is not in order first, as a sentence and what to do; the rest in one line each. */
export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  const worst: AlarmState[] = ["alarm", "warning", "ok"];
  const sorted = [...alarms].sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state));
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {sorted.map((alarm) => (
        <AlarmLine key={alarm.kind} alarm={alarm} />
      ))}
    </ul>
  );
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const t = useTranslations("operations");
  const sentence = useSentence();
  const { kind, state } = alarm;
  const place = PLACES[kind];
  const stands = state !== "ok";
  return (
    <li className="grid grid-cols-[7.5rem_1fr] gap-x-4 px-4 py-2.5">
      <StateMark state={state} />
      <div className="min-w-0">
        <p className={stands ? "font-medium" : undefined}>
          <span className="text-muted">{t(`kind.${kind}`)}</span> {"·"} {sentence(alarm)}
        </p>
        {stands ? (
          <p className="mt-0.5 text-muted">
            {t(`todo.${kind}`)}{" "}
            {place ? (
              <Link href={place} className="text-ink underline decoration-thread underline-offset-4">
                {t(`place.${kind}`)}
              </Link>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Shape, word and colour. */
function StateMark({ state }: { state: AlarmState }) {
  const t = useTranslations("operations.state");
  return (
    <span className={classNames("inline-flex items-center gap-1.5 self-start", TONE[state])}>
      <svg viewBox="0 0 12 12" className="size-2.5 shrink-0" aria-hidden="true">
        {state === "ok" ? <circle cx="6" cy="6" r="5" fill="currentColor" /> : null}
        {state === "warning" ? (
          <path d="M6 1 11 6 6 11 1 6z" fill="none" stroke="currentColor" strokeWidth="1.5" />
        ) : null}
        {state === "alarm" ? <path d="M6 .8 11.6 11H.4z" fill="currentColor" /> : null}
      </svg>
      {t(state)}
    </span>
  );
}

function useSentence(): (alarm: Alarm) => string {
  const t = useTranslations("operations.sentence");
  const duration = useDuration();
  const bytes = useBytes();
  return ({ kind, state, count, other }) => {
    switch (kind) {
      case "process-dead":
        return t(kind, { state, count, missing: other });
      case "disk":
        return t(kind, { free: bytes(count), total: bytes(other) });
      case "spool-age":
        return t(kind, { count, duration: duration(other) });
      case "job-age":
        return t(kind, { state, duration: duration(count) });
      case "fixity-late":
        return t(kind, { state, count, days: other });
      case "quarantine-growing":
        return t(kind, { count, other });
      default:
        return t(kind, { count });
    }
  };
}

function useDuration(): (seconds: number) => string {
  const t = useTranslations("operations.duration");
  return (seconds) => {
    const minutes = Math.max(1, Math.round(seconds / 60));
    if (minutes < 120) return t("minutes", { count: minutes });
    const hours = Math.round(minutes / 60);
    return hours < 48 ? t("hours", { count: hours }) : t("days", { count: Math.round(hours / 24) });
  };
}

/** Binary units, as the settings of the doors are in. */
function useBytes(): (bytes: number) => string {
  const format = useFormatter();
  const units = useLocale() === "fr" ? ["Mio", "Gio", "Tio"] : ["MiB", "GiB", "TiB"];
  return (bytes) => {
    const power = bytes >= 2 ** 40 ? 2 : bytes >= 2 ** 30 ? 1 : 0;
    const value = bytes / 2 ** (20 + 10 * power);
    return `${format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[power] ?? ""}`;
  };
}
