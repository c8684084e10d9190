"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { formatVoxel } from "./format";

/** Short names of volumes: "T1w 3D", "DWI · ADC", "fieldmap (phase)". */
export function useVolumeName(): {
  name(volume: ViewableVolume): string;
  detail(volume: ViewableVolume): string;
} {
  const t = useTranslations("viewer");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const name = (volume: ViewableVolume) => {
    const role = terms(`sequenceRole.${volume.role}`);
    const parts = [volume.is3D ? `${role} 3D` : role];
    if (volume.map) parts.push(volume.map);
    if (volume.component !== "magnitude") parts.push(terms(`component.${volume.component}`));
    return parts.join(" · ");
  };
  const detail = (volume: ViewableVolume) => {
    const points = volume.dimensions[3];
    const parts = [
      volume.voxelSizeMm ? t("millimetres", { value: formatVoxel(format, volume.voxelSizeMm) }) : null,
      points > 1 ? t("points", { count: points }) : null,
      volume.kind === "stack" ? t("stack.short") : null,
    ];
    return parts.filter((part) => part !== null).join(" · ");
  };
  return { name, detail };
}
