import { useFormatter, useTranslations } from "next-intl";
import { useParameterValue } from "@/components/format/parameter-value";
import type { Expectation, ParameterRule, ProtocolStep, Scope } from "@/lib/harmonise/protocol/content";
import type { DocumentIssue } from "@/lib/harmonise/protocol/document-issue";
import { parameter } from "@/lib/harmonise/protocol/parameters";
import type { Validity } from "@/lib/harmonise/protocol/plan-version";

/** What is wrong, in words. */
export function useIssueText(): (issue: Pick<DocumentIssue, "code" | "values">) => string {
  const t = useTranslations("protocols");
  return ({ code, values }) => {
    const kind = values["kind"];
    const words =
      kind === "number" || kind === "numbers" || kind === "text" || kind === "flag"
        ? { ...values, kind: t(`valueKind.${kind}`) }
        : values;
    return t(`issue.${code}`, words);
  };
}

/** A true day, as people write it. */
export function useDayText(): (day: string) => string {
  const format = useFormatter();
  return (day) => format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
}

/** "since 1 January 2021", "from 1 January 2021 to 31 May 2024". */
export function useValidityText(): (validity: Validity) => string {
  const t = useTranslations("protocols");
  const dayText = useDayText();
  return ({ validFrom, validUntil }) => {
    if (validUntil === null) return t("since", { from: dayText(validFrom) });
    // What is kept is the first day on which it no longer applies; people name the last on which it does.
    const last = new Date(new Date(`${validUntil}T00:00:00Z`).getTime() - 24 * 3600 * 1000);
    return t("fromTo", { from: dayText(validFrom), to: dayText(last.toISOString().slice(0, 10)) });
  };
}

/** What a rule expects, with its unit: "2 300 ms", "0 to 0,5 mm", "4,92 · 7,38 ms or 5 · 7,5 ms". */
export function useExpectationText(): (rule: Pick<ParameterRule, "parameter" | "expect" | "unit">) => string {
  const t = useTranslations("protocols");
  const valueText = useParameterValue();
  return ({ parameter: name, expect, unit }) => {
    const one = (value: Parameters<typeof valueText>[1]) => valueText(name, value, unit);
    if ("value" in expect) return one(expect.value);
    if ("oneOf" in expect) return expect.oneOf.map(one).join(` ${t("or")} `);
    return rangeText(expect, one, t);
  };
}

function rangeText(
  { min, max }: Extract<Expectation, { min?: number }>,
  one: (value: number) => string,
  t: ReturnType<typeof useTranslations<"protocols">>,
): string {
  if (min !== undefined && max !== undefined)
    return min === max ? one(min) : t("range", { min: one(min), max: one(max) });
  if (min !== undefined) return t("atLeast", { min: one(min) });
  return max === undefined ? "" : t("atMost", { max: one(max) });
}

/** "± 5 %", "± 0,1 mm", "± 1° or 5 %"; empty for none. */
export function useToleranceText(): (
  rule: Pick<ParameterRule, "parameter" | "tolerance" | "unit">,
) => string {
  const t = useTranslations("protocols");
  const format = useFormatter();
  const valueText = useParameterValue();
  return ({ parameter: name, tolerance, unit }) => {
    if (parameter(name).kind !== "number" && parameter(name).kind !== "numbers") return "";
    const parts = [
      tolerance?.absolute ? valueText(name, tolerance.absolute, unit) : null,
      tolerance?.relative
        ? format.number(tolerance.relative, { style: "percent", maximumFractionDigits: 2 })
        : null,
    ].filter((part) => part !== null);
    return parts.length === 0 ? t("exact") : `±\u00a0${parts.join(` ${t("or")} `)}`;
  };
}

/** Whom a variant is for. */
export function useScopeText(scannerNames: Readonly<Record<string, string>>): (scope: Scope) => string {
  const t = useTranslations("protocols");
  const format = useFormatter();
  const maker = useTranslations("terms.manufacturer");
  return (scope) => {
    if ("scanner" in scope) return scannerNames[scope.scanner] ?? t("scannerGone");
    if ("model" in scope) return scope.model;
    if ("vendor" in scope) return maker(scope.vendor);
    return t("field", { field: format.number(scope.fieldStrengthTesla) });
  };
}

/** "FLAIR 3D", "T1w 3D, with contrast agent". */
export function useStepKind(): (
  step: Pick<ProtocolStep, "role" | "is3D" | "map" | "component" | "contrastAgent">,
) => string {
  const t = useTranslations("protocols");
  const terms = useTranslations("terms");
  return ({ role, is3D, map, component, contrastAgent }) =>
    [
      [terms(`sequenceRole.${role}`), is3D === undefined ? "" : is3D ? "3D" : "2D", map ?? ""]
        .filter(Boolean)
        .join(" "),
      component === "magnitude" ? "" : terms(`component.${component}`),
      contrastAgent === undefined ? "" : t(`contrast.${contrastAgent}`),
    ]
      .filter(Boolean)
      .join(", ");
}
