"use client";

import { useTranslations } from "next-intl";
import type { VolumeManifest } from "@/lib/imaging/manifest";

/** What a reader must know of the grid: resampled because oblique, or with gaps. */
export function GridNotes({ manifest }: { manifest: VolumeManifest | null }) {
  const t = useTranslations("viewer.panel");
  if (!manifest) return null;
  const aligned = manifest.direction.every(
    (cosine) => Math.abs(cosine) < 1e-3 || Math.abs(cosine) > 1 - 1e-3,
  );
  return (
    <>
      {aligned ? null : <p className="text-muted">{t("oblique")}</p>}
      {manifest.gaps.length > 0 ? (
        <p className="text-minor">{t("gaps", { count: manifest.gaps.length })}</p>
      ) : null}
    </>
  );
}
