import { useLocale, useTranslations } from "next-intl";
import { useSequenceName } from "@/components/records/sequence-name";
import { useScannerName } from "@/components/records/scanner-name";
import type { EpochLabel } from "@/lib/harmonise/models/model-view";
import type { Sequence } from "@/lib/harmonise/models/reference-group";

/** How the interface writes the things of a harmonisation. */
export function useHarmonisationNames() {
  const t = useTranslations("combat");
  const metric = useTranslations("quality.metric");
  const sequenceName = useSequenceName();
  const scannerName = useScannerName();
  /** "Siemens Prisma · XA30". */
  const epochOfSite = (epoch: EpochLabel) => {
    const { scannerLabel, kind, note, softwareVersions } = epoch;
    const scanner = [scannerName(epoch), scannerLabel].filter(Boolean).join(" ");
    const since =
      kind === "hardware" ? t("hardware", { note: note ?? "" }) : softwareVersions || t("unknownSoftware");
    return `${scanner} · ${since}`;
  };
  return {
    featureName: (feature: string) => (metric.has(feature) ? metric(feature) : feature),
    sequenceName: ({ role, is3D }: Sequence) => {
      const name = sequenceName({ role, is3D, map: null });
      return is3D === false ? t("sequence2d", { role: name }) : name;
    },
    epochOfSite,
    /** "CHU Lille · Siemens Prisma · XA30": never with a date, which would be a true one. */
    epochName: (epoch: EpochLabel | undefined) =>
      epoch ? `${epoch.siteName} · ${epochOfSite(epoch)}` : t("goneEpoch"),
  };
}

/** A value of a metric, whose size is not known beforehand: three significant digits, thousands whole. */
export function useMetricFormat(): (value: number) => string {
  const locale = useLocale();
  return (value) =>
    new Intl.NumberFormat(
      locale,
      Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
    ).format(value);
}

/** A share as a percentage; what is nearly nothing is said so rather than rounded to it. */
export function useShareFormat(): (share: number) => string {
  const locale = useLocale();
  return (share) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
      share,
    );
}
