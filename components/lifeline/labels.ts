import { useLocale, useTranslations } from "next-intl";
import type { Bin } from "@/lib/harmonise/lifeline/lifeline";
import type { FindingKind } from "@/lib/harmonise/scanner-finding";
import type { EpochView } from "@/lib/network/network-view";

/** "14 mars 2026"; the day is a true one, whatever the reader's clock. */
export function useDay(): (isoDay: string) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return (isoDay) => format.format(new Date(`${isoDay}T00:00:00Z`));
}

/** "mars 2026". */
export function useMonth(): (month: string, short?: boolean) => string {
  const locale = useLocale();
  const long = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(locale, { month: "narrow", timeZone: "UTC" });
  return (month, isShort = false) => (isShort ? short : long).format(new Date(`${month}-01T00:00:00Z`));
}

/** Name of a stretch of time: a month, or an epoch's software. */
export function useBinName(epochs: readonly EpochView[]): (bin: Bin) => string {
  const monthName = useMonth();
  const epochName = useEpochName();
  return (bin) => {
    if (bin.kind === "month") return monthName(bin.month);
    const epoch = epochs.find(({ id }) => id === bin.epochId);
    return epoch ? epochName(epoch) : "";
  };
}

/** Software, or what was noted about a hardware event. */
export function useEpochName(): (epoch: EpochView) => string {
  const t = useTranslations("network");
  return ({ kind, note, softwareVersions }) =>
    kind === "hardware" ? (note ?? t("hardware")) : softwareVersions;
}

/** Role and metric or parameter: "T1w · rapport signal sur bruit". */
export function useSubjectName(): (of: { kind: FindingKind; role: string; subject: string }) => string {
  const role = useTranslations("terms.sequenceRole");
  const subjectName = useQuantityName();
  return (of) => `${role.has(of.role) ? role(of.role) : of.role} · ${subjectName(of.kind, of.subject)}`;
}

/** A metric or a parameter. A metric of a newer definition is named as it is stored. */
export function useQuantityName(): (kind: FindingKind, subject: string) => string {
  const metric = useTranslations("quality.metric");
  const parameter = useTranslations("compliance.parameter");
  return (kind, subject) => {
    const names = kind === "metric-shift" ? metric : parameter;
    return names.has(subject) ? names(subject) : subject;
  };
}
