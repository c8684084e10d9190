import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SeriesCompliance } from "@/components/compliance/series-compliance";
import { QualityBadge } from "@/components/quality/quality-badge";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { Icon } from "@/components/ui/icons";
import { Pseudonym } from "@/components/ui/pseudonym";
import type { SeriesRecord } from "@/lib/catalogue/record";
import type { SeriesVerdictView } from "@/lib/harmonise/compliance/compliance-view";
import { AttachNiftiDialog } from "@/components/nifti/attach-nifti-dialog";
import { DerivedObjects } from "./derived-objects";
import { DeidReportSection } from "./deid-report";
import { IncompleteBadge } from "./incomplete-badge";
import { FaceBadge } from "./face-badge";
import { useMonthName } from "./relative-month";
import { ScannerLine } from "./scanner-name";
import { useSequenceName } from "./sequence-name";
import { ContentFacts, ParameterFacts } from "./series-facts";
import { type RolesToCorrect, VolumeCards } from "./volume-cards";

/** The page of a series: its volumes and their roles, its quality (a section of its own), its parameters, its verdicts. */
export function SeriesView({
  record,
  verdicts,
  quality,
  roles,
}: {
  record: SeriesRecord;
  verdicts: readonly SeriesVerdictView[];
  quality: ReactNode;
  roles: RolesToCorrect | null;
}) {
  const t = useTranslations("records.series");
  const tFace = useTranslations("records.face");
  const nameOf = useSequenceName();
  const monthName = useMonthName();
  const { series, exam, subject } = record;
  return (
    <Page
      title={
        <span className="flex flex-wrap items-baseline gap-2.5">
          <Pseudonym value={subject.pseudonym} link />
          <Slash />
          <Link href={`/exams/${exam.id}`} className="decoration-thread underline-offset-4 hover:underline">
            {monthName(exam.month)}
          </Link>
          <Slash />
          <span>{nameOf(series.sequence)}</span>
          <IncompleteBadge missingCount={series.missingCount} />
          <QualityBadge qcState={series.qcState} rating={series.rating} />
        </span>
      }
      context={
        <>
          {series.seriesNumber === null ? null : `${t("number", { number: String(series.seriesNumber) })} · `}
          {series.description ? `${series.description} · ` : null}
          <ScannerLine scanner={exam.scanner} />
          {series.showsFace ? (
            <span className="mt-1 flex flex-wrap items-center gap-2">
              <FaceBadge />
              {tFace("hint")}
            </span>
          ) : null}
        </>
      }
      actions={
        <>
          {record.canAttach ? (
            <AttachNiftiDialog seriesId={series.id} grids={gridsOf(record, nameOf)} />
          ) : null}
          {exam.canView && series.hasImages ? (
            <LinkButton variant="primary" href={`/view/${exam.id}?series=${series.id}`}>
              <Icon name="eye" />
              {t("view")}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <Section title={t("volumes")}>
        <VolumeCards record={record} roles={roles} />
      </Section>
      {quality}
      {record.derived.length > 0 ? (
        <Section title={t("derivedObjects")}>
          <DerivedObjects objects={record.derived} />
        </Section>
      ) : null}
      <SeriesCompliance verdicts={verdicts} />
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        <Section title={t("parameters")}>
          <ParameterFacts series={series} />
        </Section>
        <Section title={t("contents")}>
          <ContentFacts series={series} />
        </Section>
      </div>
      <Section title={t("deidReport")}>
        <DeidReportSection series={series} />
      </Section>
    </Page>
  );
}

/** The volumes on whose grid something can lie, by name; the size tells those apart that are called the same. */
function gridsOf({ volumes }: SeriesRecord, nameOf: ReturnType<typeof useSequenceName>) {
  return volumes
    .filter(({ kind, hasImages }) => kind === "volume" && hasImages)
    .map(({ ordinal, sequence, dimensions }) => ({
      ordinal,
      name: `${nameOf(sequence)} · ${dimensions.slice(0, 3).join(" × ")}`,
    }));
}

function Slash() {
  return (
    <span className="text-muted" aria-hidden="true">
      {"/"}
    </span>
  );
}
