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
import type { RoleCorrectionsView } from "@/lib/harmonise/read-role-corrections";
import { RoleMenu } from "./role-menu";
import type { RoleActions } from "./role-actions";
import { RoleWords } from "./role-words";
import { useSequenceName } from "./sequence-name";

/** How far a correction of the series' roles would reach, and what corrects them; only for whoever may. */
export interface RolesToCorrect {
  view: RoleCorrectionsView;
  actions: RoleActions;
}

/** The volumes of a series: picture first, then what it is, then which rule said so. */
export function VolumeCards({ record, roles }: { record: SeriesRecord; roles: RolesToCorrect | null }) {
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
          <VolumeWords record={record} volume={volume} roles={roles} />
        </li>
      ))}
    </ul>
  );
}

function VolumeWords({
  record,
  volume,
  roles,
}: {
  record: SeriesRecord;
  volume: VolumeSummary;
  roles: RolesToCorrect | null;
}) {
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
        {roles ? <VolumeRoleMenu volume={volume} roles={roles} /> : null}
      </div>
      {lines.map((line) => (
        <div key={line} className="text-muted">
          {line}
        </div>
      ))}
      <div className="mt-1 text-micro text-muted">
        <RoleWords volume={volume} />
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

function VolumeRoleMenu({ volume, roles }: { volume: VolumeSummary; roles: RolesToCorrect }) {
  const nameOf = useSequenceName();
  const { view, actions } = roles;
  const known = view.volumes.find(({ volumeId }) => volumeId === volume.id);
  if (!known) return null;
  const { role, map } = known.ruled;
  return (
    <RoleMenu
      volumeId={volume.id}
      sequence={volume.sequence}
      name={nameOf(volume.sequence)}
      ruledName={known.corrected ? nameOf({ role, map, is3D: volume.sequence.is3D }) : null}
      series={view.series}
      maps={view.maps}
      actions={actions}
    />
  );
}
