import { useFormatter, useTranslations } from "next-intl";
import type { FrozenCohort } from "@/lib/cohort/freeze/frozen-cohort";
import { CountsLine, useTold } from "./counts-line";

/** Who, when, why, how many, and by what it is known to be the same. */
export function VersionFacts({ version }: { version: FrozenCohort }) {
  const t = useTranslations("cohort-kept");
  const format = useFormatter();
  const told = useTold();
  const { within, outside } = version;
  const facts = [
    [t("version.by"), version.frozenBy],
    [t("version.when"), format.dateTime(version.frozenAt, { dateStyle: "long", timeStyle: "short" })],
    [t("version.why"), version.reason === "" ? t("version.noReason") : version.reason],
    [t("version.data"), version.dataVersion],
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      {within ? <CountsLine counts={within} /> : <p className="text-muted">{t("version.noRows")}</p>}
      {outside ? (
        <p className="text-dense text-muted">
          {t("version.outside", {
            subjects: told(outside.subjects),
            exams: told(outside.exams),
            series: told(outside.series),
          })}
        </p>
      ) : null}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 text-dense">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt className="text-muted">{t("version.digest")}</dt>
        <dd className="font-mono break-all">{version.digest}</dd>
      </dl>
    </div>
  );
}
