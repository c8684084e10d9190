import { useLocale, useTranslations } from "next-intl";
import type { FindingView } from "@/lib/harmonise/lifeline/lifeline";
import { useDay } from "./labels";

/** What was found, as a sentence: how much, since when, with which epoch; without figures where there are none to tell. */
export function useFindingSentence(): (finding: FindingView) => string {
  const t = useTranslations("lifeline.finding");
  const locale = useLocale();
  const day = useDay();
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const change = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  const since = ({ epoch, sinceOn }: FindingView): string => {
    if (epoch !== null && sinceOn !== null) return t("sinceEpochOn", { epoch, date: day(sinceOn) });
    if (epoch !== null) return t("sinceEpoch", { epoch });
    return sinceOn === null ? t("unannounced") : t("unannouncedOn", { date: day(sinceOn) });
  };
  return (finding) => {
    const { body } = finding;
    const when = since(finding);
    if (body === null) return t(`${finding.kind}-plain`, { when });
    if (body.kind === "metric-shift") {
      const { before, after, relativeShift, examsBefore, examsAfter } = body.detail;
      return t("metric-shift", {
        when,
        change: relativeShift === null ? minus(number.format(after - before)) : minus(change.format(relativeShift)),
        before: number.format(before),
        after: number.format(after),
        examsBefore,
        examsAfter,
      });
    }
    const { departingBefore, examsBefore, departingAfter, examsAfter, expected, observed, unit } =
      body.detail;
    const shares = {
      when,
      share: share.format(departingAfter / examsAfter),
      before: share.format(departingBefore / examsBefore),
      departing: departingAfter,
      exams: examsAfter,
    };
    const said = t(body.kind, shares);
    if (expected === null || observed === null) return said;
    const written = (value: number) =>
      `${number.format(value)}${unit === null || unit === "1" ? "" : `\u00a0${unit}`}`;
    return `${said} ${t("values", { expected: written(expected), observed: written(observed) })}`;
  };
}

/** A true minus sign, which Intl writes as a hyphen in French and English. */
function minus(written: string): string {
  return written.replace("-", "\u2212");
}
