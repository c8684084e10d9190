import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatQuantity } from "@/components/format/quantity";
import { useScannerName } from "@/components/records/scanner-name";
import { Page, Section } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { ActionResult } from "@/lib/access/action";
import { catalogueHref } from "@/lib/catalogue/search-params";
import { DEFAULT_VIEW, EMPTY_QUERY, SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import type { FindingView, LifelineChart, ScannerLifeline } from "@/lib/harmonise/lifeline/lifeline";
import { type LifelineAxis } from "./chart-row";
import { ChoiceLinks } from "./choice-links";
import { ComplianceRow, VerdictTextures } from "./compliance-row";
import { CoilRow, CountRow, PhantomRow } from "./count-rows";
import { EpochBand } from "./epoch-band";
import { FindingList } from "./finding-list";
import { useBinName, useDay, useEpochName } from "./labels";
import { LifelineTable } from "./lifeline-table";
import { MetricRow } from "./metric-row";
import { TimeAxis } from "./time-axis";

/** A scanner over time: what moved as sentences, then the drawing that shows it, then its figures. */
export function LifelineView({
  lifeline,
  acknowledge,
}: {
  lifeline: ScannerLifeline;
  acknowledge: (findingId: string) => Promise<ActionResult<null>>;
}) {
  const t = useTranslations("lifeline");
  const locale = useLocale();
  const nameOf = useScannerName();
  const binName = useBinName(lifeline.epochs);
  const { scanner, findings, chart, epochs } = lifeline;
  const label = scanner.label ? ` (${scanner.label})` : "";
  const field = formatQuantity(locale, scanner.fieldStrengthTesla, "T", 1);
  const name = `${scanner.siteName} · ${nameOf(scanner)}${label}, ${field}`;
  return (
    <Page
      title={
        <>
          {name}
          {scanner.retired ? (
            <span className="ml-3 align-middle">
              <Badge>{t("retired")}</Badge>
            </span>
          ) : null}
        </>
      }
      context={<Context lifeline={lifeline} />}
    >
      <Section title={t("findings", { count: findings.length })}>
        {findings.length > 0 ? (
          <FindingList
            findings={findings.map((finding) => ({ ...finding, href: seriesHref(scanner, finding) }))}
            acknowledge={lifeline.mayManage ? acknowledge : null}
          />
        ) : (
          <p className="text-muted">{t("steadyBody")}</p>
        )}
        <p className="max-w-3xl text-micro text-muted">{t("howFound")}</p>
      </Section>
      <Section title={t("chart")} aside={lifeline.dated ? t("dated") : t("undated")}>
        {chart === null ? (
          <Uncounted lifeline={lifeline} />
        ) : chart.bins.length === 0 ? (
          <EmptyState title={t("empty")} body={t("emptyBody")} headingLevel={3} />
        ) : (
          <Chart
            name={name}
            lifeline={lifeline}
            chart={chart}
            axis={{ bins: chart.bins, epochs, nameOf: binName }}
          />
        )}
      </Section>
    </Page>
  );
}

function Context({ lifeline }: { lifeline: ScannerLifeline }) {
  const t = useTranslations("lifeline");
  const format = useFormatter();
  const day = useDay();
  const { contact, epochs } = lifeline;
  const current = epochs.findLast(({ kind }) => kind === "software");
  const parts: string[] = [];
  if (current) {
    const software = current.softwareVersions;
    parts.push(
      current.startedOn
        ? t("sinceDated", { software, date: day(current.startedOn) })
        : t("since", { software }),
    );
  }
  if (contact) {
    const date =
      contact.lastReceivedAt &&
      format.dateTime(contact.lastReceivedAt, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
    parts.push(date ? t("lastContact", { date }) : t("noContact"));
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Link href="/network" className="text-muted underline underline-offset-2 hover:text-ink print:hidden">
        {t("back")}
      </Link>
      {parts.map((part) => (
        <span key={part}>· {part}</span>
      ))}
      {contact?.silent ? <Badge tone="warning">{t("silent")}</Badge> : null}
    </span>
  );
}

/** Epochs in order, and why there is no more. */
function Uncounted({ lifeline }: { lifeline: ScannerLifeline }) {
  const t = useTranslations("lifeline");
  const name = useEpochName();
  const day = useDay();
  return (
    <>
      <ol className="flex flex-wrap gap-1">
        {lifeline.epochs.map((epoch) => (
          <li key={epoch.id} className="rounded-sm bg-data-1 px-2 py-0.5 text-micro">
            {epoch.startedOn ? `${name(epoch)}, ${day(epoch.startedOn)}` : name(epoch)}
          </li>
        ))}
      </ol>
      <EmptyState title={t("noCount")} body={t("noCountBody")} headingLevel={3} />
    </>
  );
}

function Chart({
  name,
  lifeline,
  chart,
  axis,
}: {
  name: string;
  lifeline: ScannerLifeline;
  chart: LifelineChart;
  axis: LifelineAxis;
}) {
  const t = useTranslations("lifeline");
  const roleName = useTranslations("terms.sequenceRole");
  const address = (change: { protocol?: string | null; role?: string | null }) => {
    const { protocol, role } = { protocol: chart.protocol, role: chart.role, ...change };
    const params = new URLSearchParams();
    if (protocol !== null) params.set("protocol", protocol);
    if (role !== null) params.set("role", role);
    return `/network/scanners/${lifeline.scanner.id}?${params.toString()}`;
  };
  const protocols = [{ code: null, name: t("allProtocols") }, ...chart.protocols].map(
    ({ code, name: protocolName }) => ({
      key: code ?? "all",
      name: protocolName,
      href: address({ protocol: code }),
      chosen: chart.protocol === code,
    }),
  );
  const roles = chart.roles.map((role) => ({
    key: role,
    name: roleName.has(role) ? roleName(role) : role,
    href: address({ role }),
    chosen: role === chart.role,
  }));
  return (
    <>
      <VerdictTextures />
      <div
        role="group"
        aria-label={t("chartLabel", { name })}
        className="rounded-lg border bg-surface text-dense"
      >
        <TimeAxis axis={axis} />
        <EpochBand axis={axis} />
        <CountRow axis={axis} label={t("row.exams")} counts={chart.exams} />
        {chart.arrivals ? (
          <CountRow
            axis={axis}
            label={t("row.arrivals")}
            hint={t("row.arrivalsHint")}
            counts={chart.arrivals}
            quiet
          />
        ) : null}
        <PhantomRow axis={axis} counts={chart.phantoms} />
        <CoilRow axis={axis} coils={chart.coils} />
        <ComplianceRow
          axis={axis}
          compliance={chart.compliance}
          filter={<ChoiceLinks label={t("protocolFilter")} choices={protocols} />}
        />
        {roles.length > 0 ? (
          <div className="border-t px-4 pt-2 pb-1">
            <ChoiceLinks label={t("roleFilter")} choices={roles} />
          </div>
        ) : (
          <p className="border-t px-4 py-2 text-muted">{t("noMetric")}</p>
        )}
        {chart.metrics.map((row) => (
          <MetricRow key={row.name} axis={axis} row={row} findings={lifeline.findings} />
        ))}
      </div>
      <LifelineTable axis={axis} chart={chart} />
    </>
  );
}

/** The catalogue's question for the series that a finding is about. */
function seriesHref(scanner: ScannerLifeline["scanner"], finding: FindingView): string {
  const role = SEQUENCE_ROLES.filter((one) => one === finding.role);
  return catalogueHref({
    query: {
      ...EMPTY_QUERY,
      site: [scanner.siteCode],
      scanner: [`${scanner.manufacturer}~${scanner.model}`],
      role,
      verdict:
        finding.kind === "parameter-departs"
          ? ["minor", "major"]
          : finding.kind === "parameter-missing"
            ? ["undetermined"]
            : [],
    },
    view: { ...DEFAULT_VIEW, unit: "series" },
  });
}
