import { useFormatter, useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import { VERDICT_VALUES } from "@/lib/harmonise/protocol/finding";
import type { ProtocolRecord, ProtocolVersionView } from "@/lib/harmonise/protocol/protocol-view";
import { useValidityText } from "./labels";
import { StepsTable } from "./steps-table";
import { VerdictShare } from "./verdict-share";

/** A protocol: what the chosen version asks for, where it applies, and its versions. */
export function ProtocolView({
  protocol,
  shown,
  scannerNames,
}: {
  protocol: ProtocolRecord;
  shown: ProtocolVersionView;
  scannerNames: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("protocols");
  const format = useFormatter();
  const exportHref = (extension: string) =>
    `/api/protocols/${protocol.code}/versions/${shown.version}?format=${extension}`;
  return (
    <>
      <Section
        title={t("stepsOf", { version: shown.version })}
        aside={
          <span className="flex gap-2 print:hidden">
            {(["yaml", "json"] as const).map((extension) => (
              <LinkButton key={extension} size="small" href={exportHref(extension)} prefetch={false} download>
                {t(`export.${extension}`)}
              </LinkButton>
            ))}
          </span>
        }
      >
        {shown.content ? (
          <StepsTable content={shown.content} scannerNames={scannerNames} />
        ) : (
          <EmptyState title={t("noContent")} body={t("noContentBody")} headingLevel={3} />
        )}
      </Section>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2 print:hidden">
        <Section title={t("applies")}>
          <Applies protocol={protocol} />
        </Section>
        <Section title={t("verdicts")}>
          {shown.counts === null ? (
            <p className="text-muted">{t("outside")}</p>
          ) : (
            <ul className="flex flex-wrap gap-x-6 gap-y-1">
              {VERDICT_VALUES.map((value) => (
                <li key={value} className="flex items-center gap-2">
                  <VerdictMark value={value} />
                  <span className="font-medium">{format.number(shown.counts?.[value] ?? 0)}</span>
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      <Section title={t("versions")}>
        <Versions protocol={protocol} shownId={shown.id} />
      </Section>
    </>
  );
}

function Applies({ protocol: { assignments, chosenCount } }: { protocol: ProtocolRecord }) {
  const t = useTranslations("protocols");
  if (assignments.length === 0 && chosenCount === 0)
    return <p className="text-muted">{t("appliesNowhere")}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {assignments.map(({ place, kind, projectName, pattern }) => (
        <li key={place}>
          {kind === "project"
            ? t("appliesProject", { name: projectName ?? "–" })
            : t(kind === "studyDescription" ? "appliesDescription" : "appliesProtocolName", {
                pattern: pattern ?? "–",
              })}{" "}
          <span className="text-muted">{t("rulePlace", { place })}</span>
        </li>
      ))}
      {chosenCount > 0 ? <li>{t("appliesByHand", { count: chosenCount })}</li> : null}
    </ul>
  );
}

function Versions({ protocol, shownId }: { protocol: ProtocolRecord; shownId: string }) {
  const t = useTranslations("protocols");
  const validity = useValidityText();
  return (
    <Table aria-label={t("versions")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("column.version")}</TableHeading>
          <TableHeading>{t("column.validity")}</TableHeading>
          <TableHeading>{t("column.reason")}</TableHeading>
          <TableHeading>{t("column.compliant")}</TableHeading>
          <TableHeading>
            <span className="sr-only">{t("column.actions")}</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {protocol.versions.map((version) => (
          <TableRow key={version.id}>
            <TableCell className="whitespace-nowrap">
              <span className={version.id === shownId ? "mr-2 font-semibold" : "mr-2"}>
                {t("versionNumber", { version: version.version })}
              </span>
              {version.superseded ? <Badge>{t("superseded")}</Badge> : null}
            </TableCell>
            <TableCell className="whitespace-nowrap">{validity(version)}</TableCell>
            <TableCell>{version.reason === "" ? "–" : version.reason}</TableCell>
            <TableCell>
              <VerdictShare counts={version.counts} />
            </TableCell>
            <TableCell numeric className="print:hidden">
              {version.id === shownId ? null : (
                <LinkButton
                  size="small"
                  variant="quiet"
                  href={`/network/protocols/${protocol.code}?version=${version.version}`}
                >
                  {t("showVersion", { version: version.version })}
                </LinkButton>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
