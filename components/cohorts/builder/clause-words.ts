"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useLabels } from "@/components/catalogue/labels";
import { MAX_AGE_YEARS, SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import type { CriteriaNode, ExamLeaf, SeriesLeaf, SeriesNumber } from "@/lib/cohort/criteria";
import type { Vocabulary } from "@/lib/cohort/vocabulary";
import type { OutlineItem } from "./outline";

/** Symbols of units, the same in every language; none for a plain number. */
export const NUMBER_UNITS: Record<SeriesNumber, string> = {
  voxelSizeMaxMm: "mm",
  sliceThicknessMm: "mm",
  repetitionTimeMs: "ms",
  echoTimeMs: "ms",
  inversionTimeMs: "ms",
  flipAngleDeg: "°",
  bValueSPerMm2: "s/mm²",
  directionCount: "",
  volumeCount: "",
  multibandFactor: "",
  parallelReductionFactor: "",
};

export interface ClauseWords {
  /** What is asked: "Diagnosis", "In one same series". */
  head: string;
  /** Its values; empty for a group. */
  detail: string;
}

/** Short words for the rows of the tree, in the language of the page. */
export function useClauseWords(vocabulary: Vocabulary) {
  const t = useTranslations("cohorts");
  const terms = useTranslations("terms");
  const labels = useLabels();
  const locale = useLocale();
  const format = useFormatter();
  return useMemo(() => {
    const list = (values: readonly string[], type: "conjunction" | "disjunction" = "disjunction") =>
      format.list(values, { type });
    const named = (from: readonly { code: string; name: string }[], code: string) =>
      from.find((one) => one.code === code)?.name ?? code;
    const term = (code: string) => {
      const found = vocabulary.terms.find((one) => one.code === code);
      return found ? (locale === "fr" ? found.labelFr : found.labelEn) : code;
    };
    const range = ({ min, max }: { min: number | null; max: number | null }, unit = "") => {
      const suffix = unit === "" ? "" : `\u00a0${unit}`;
      const write = (value: number) => format.number(value, { maximumFractionDigits: 6 });
      if (min !== null && max !== null) {
        return `${t("words.between", { min: write(min), max: write(max) })}${suffix}`;
      }
      if (min !== null) return `${t("words.from", { min: write(min) })}${suffix}`;
      return max === null ? "" : `${t("words.upTo", { max: write(max) })}${suffix}`;
    };
    const rule = (of: { at: string; days?: number }) =>
      of.at === "exam"
        ? t("words.ruleExam")
        : of.at === "ever"
          ? t("words.ruleEver")
          : t("words.ruleNearest", { days: of.days ?? 0 });
    const by = (codes: readonly string[]) =>
      codes.length === 0
        ? ""
        : ` ${t("words.byProtocol", { names: list(codes.map((code) => named(vocabulary.protocols, code))) })}`;

    const examDetail = (node: ExamLeaf): string => {
      switch (node.kind) {
        case "diagnosis": {
          const status = node.status === "unresolved" ? t("words.unresolved") : "";
          return [list(node.codes.map(term)), rule(node.rule), status].filter(Boolean).join(", ");
        }
        case "control":
          return node.projects.length === 0
            ? t("words.anyProject")
            : list(node.projects.map((code) => named(vocabulary.projects, code)));
        case "score":
          return [`${node.name} ${range(node)}`, rule(node.rule)].join(", ");
        case "sex":
          return list(node.values.map(labels.sex));
        case "age":
          return node.max === null && node.min === MAX_AGE_YEARS
            ? labels.age(MAX_AGE_YEARS)
            : range(node, t("units.years"));
        case "site":
          return list(node.codes.map((code) => named(vocabulary.sites, code)));
        case "project":
          return list(node.codes.map((code) => named(vocabulary.projects, code)));
        case "scanner":
          return list(
            node.of.map(({ manufacturer, model }) =>
              labels.scanner(model === null ? manufacturer : `${manufacturer}~${model}`),
            ),
          );
        case "field":
          return list(node.tesla.map(labels.field));
        case "protocol": {
          const codes = node.codes.map((code) => named(vocabulary.protocols, code));
          return [
            codes.length === 0 ? t("words.anyProtocol") : list(codes),
            list(node.verdicts.map((value) => labels.judgement("verdict", value))),
            node.whole === null ? "" : labels.judgement("whole", node.whole),
          ]
            .filter(Boolean)
            .join(", ");
        }
      }
    };
    const seriesDetail = (node: SeriesLeaf): string => {
      switch (node.kind) {
        case "role":
          return list(SEQUENCE_ROLES.filter((one) => node.values.includes(one)).map(labels.role));
        case "dimension":
          return node.value;
        case "map":
          return node.values.length === 0 ? t("words.noMap") : list(node.values);
        case "contrast":
          return list(node.values.map((value) => terms(`contrastAgent.${value}`)));
        case "derived":
          return node.value ? t("words.derived") : t("words.original");
        case "verdict":
          return list(node.values.map((value) => labels.judgement("verdict", value))) + by(node.protocols);
        case "qc":
          return list(node.values.map((value) => labels.judgement("qc", value)));
        case "rating":
          return list(node.values.map((value) => labels.judgement("rating", value)));
        case "pixels":
          return t("words.inStore");
        case "number":
          return range(node, NUMBER_UNITS[node.name]);
      }
    };
    const isSeriesLeaf = (node: CriteriaNode): node is SeriesLeaf =>
      [
        "role",
        "dimension",
        "map",
        "contrast",
        "derived",
        "verdict",
        "qc",
        "rating",
        "pixels",
        "number",
      ].includes(node.kind);

    const clause = (node: CriteriaNode): ClauseWords => {
      switch (node.kind) {
        case "and":
        case "or":
        case "not":
        case "series":
        case "visit":
        case "subject":
          return { head: t(`groups.${node.kind}`), detail: "" };
        case "visits":
          return { head: t("groups.visitsOf", { count: node.atLeast }), detail: "" };
        case "pair": {
          const { interval, part } = node;
          const unit = t(`units.${interval.unit}`, { count: interval.max });
          return {
            head: t(`groups.pairOf.${part}`, {
              interval:
                interval.min === interval.max
                  ? `${format.number(interval.min)} ${unit}`
                  : `${t("words.between", { min: format.number(interval.min), max: format.number(interval.max) })} ${unit}`,
            }),
            detail: [
              node.sameScanner ? t("words.sameScanner") : "",
              node.bothCompliant ? t("words.bothCompliant") : "",
            ]
              .filter(Boolean)
              .join(", "),
          };
        }
        case "number":
          return { head: t(`numbers.${node.name}`), detail: seriesDetail(node) };
        default:
          return {
            head: t(`clauses.${node.kind}`),
            detail: isSeriesLeaf(node) ? seriesDetail(node) : examDetail(node),
          };
      }
    };
    const row = (item: OutlineItem): ClauseWords => {
      const { node, list, path } = item;
      if (node.kind === "not") return { head: t(`groups.notOf.${list?.kind ?? "one"}`), detail: "" };
      if (path.length === 0 && (node.kind === "and" || node.kind === "or")) {
        return { head: t(`groups.rootOf.${node.kind}`), detail: "" };
      }
      const words = clause(node);
      if (node.kind === "and" || node.kind === "or" || !list || item.items.length < 2) return words;
      return { ...words, detail: [words.detail, t(`words.listOf.${list.kind}`)].filter(Boolean).join(", ") };
    };
    return {
      row,
      clause,
      term,
      /** One line for a row, as it is read aloud. */
      line: (item: OutlineItem) => {
        const { head, detail } = row(item);
        return detail === "" ? head : t("words.line", { head, detail });
      },
    };
  }, [format, labels, locale, t, terms, vocabulary]);
}
