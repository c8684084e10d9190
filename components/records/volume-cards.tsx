import { useLocale, useTranslations } from "next-intl";
import {
  formatDimensions,
  formatMegabytes,
  formatQuantity,
  formatVoxelSize,
} from "@/components/format/quantity";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/link-button";
import { Thumbnail } from "@/components/ui/thumbnail";
import type { SeriesRecord, VolumeSummary } from "@/lib/catalogue/record";
import { useSequenceName } from "./sequence-name";

/** The volumes of a series: picture first, then what it is, then which rule said so. */
export function VolumeCards({ record }: { record: SeriesRecord }) {
  const t = useTranslations("records.series");
  const { series, volumes } = record;
  if (volumes.length === 0) {
    if (series.state === "failed")
      return <p className="text-major">{t("failed", { reason: series.failure ?? "–" })}</p>;
    return <p className="text-muted">{t(series.state === "arriving" ? "arriving" : "noVolumes")}</p>;
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(21rem,1fr))] gap-3">
      {volumes.map((volume) => (
        <li key={volume.id} className="flex gap-4 rounded-lg border bg-surface p-3">
          <Thumbnail volumeId={volume.hasThumbnail ? volume.id : null} className="size-32 shrink-0" />
          <VolumeWords record={record} volume={volume} />
        </li>
      ))}
    </ul>
  );
}

function VolumeWords({ record, volume }: { record: SeriesRecord; volume: VolumeSummary }) {
  const t = useTranslations("records.series");
  const terms = useTranslations("terms");
  const locale = useLocale();
  const nameOf = useSequenceName();
  const lines = [
    formatDimensions(locale, volume.dimensions),
    volume.voxelSizeMm ? formatVoxelSize(locale, volume.voxelSizeMm) : null,
    volume.echoTimeMs === null
      ? null
      : `${t("fields.echoTime")} ${formatQuantity(locale, volume.echoTimeMs, "ms")}`,
    volume.fourthAxis === "none" ? null : `${t("fields.fourth")} · ${axisName(volume.fourthAxis)}`,
    volume.viewByteCount === null
      ? null
      : `${formatMegabytes(locale, volume.viewByteCount)} ${t("fields.viewBytes")}`,
  ].filter((line) => line !== null);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{nameOf(volume.sequence)}</span>
        {volume.ordinal === 0 && record.volumes.length > 1 ? <Badge tone="strong">{t("main")}</Badge> : null}
        {volume.component === "magnitude" ? null : <Badge>{terms(`component.${volume.component}`)}</Badge>}
        {volume.kind === "stack" ? <Badge>{t("stack")}</Badge> : null}
      </div>
      {lines.map((line) => (
        <div key={line} className="text-muted">
          {line}
        </div>
      ))}
      <div className="mt-1 text-micro text-muted">
        {volume.roleRule === "none"
          ? t("noRule")
          : t.rich("decidedBy", {
              rule: () => <span className="font-mono text-ink">{volume.roleRule}</span>,
              value: volume.roleConfidence,
            })}
      </div>
      {volume.hasImages ? null : <p className="mt-auto pt-1">{t("onlyDescribed")}</p>}
      {record.exam.canView && volume.hasImages ? (
        <LinkButton
          size="small"
          className="mt-auto self-start"
          href={`/view/${record.exam.id}?series=${record.series.id}&volume=${volume.id}`}
        >
          {t("openVolume")}
        </LinkButton>
      ) : null}
    </div>
  );

  function axisName(axis: string): string {
    return t.has(`fourthAxis.${axis}`) ? t(`fourthAxis.${axis}`) : axis;
  }
}
