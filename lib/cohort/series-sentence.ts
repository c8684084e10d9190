import type { SeriesLeaf, SeriesNode, SeriesNumber } from "./criteria";
import {
  all,
  any,
  bracketed,
  either,
  nameOf,
  numberText,
  properName,
  rangeText,
  type CriteriaTranslator,
  type Telling,
} from "./sentence-words";

/** Symbols, the same in every language; none for a plain number. */
const UNITS: Record<SeriesNumber, string> = {
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

/** Roles that are words of a language; the others are names. */
const WORDED_ROLES = new Set(["T2star", "fieldmap", "localiser", "unknown"]);
const roleName = (t: CriteriaTranslator, role: string) =>
  WORDED_ROLES.has(role) ? t(`series.roleName.${role}`) : role;

/** Order in which the qualities of a series are said. */
const ORDER = [
  "dimension",
  "role",
  "map",
  "derived",
  "verdict",
  "qc",
  "rating",
  "contrast",
  "number",
  "pixels",
  "not",
  "or",
  "and",
];

function leafText(leaf: SeriesLeaf, telling: Telling): string {
  const { t } = telling;
  switch (leaf.kind) {
    case "role":
      return t("series.roles", {
        list: either(
          t,
          leaf.values.map((role) => roleName(t, role)),
        ),
      });
    case "dimension":
      return leaf.value;
    case "map":
      return leaf.values.length === 0
        ? t("series.noMap")
        : t("series.maps", {
            list: either(
              t,
              leaf.values.map((map) => properName(t, map)),
            ),
          });
    case "contrast":
      return either(
        t,
        leaf.values.map((value) => t(`series.contrastValue.${value}`)),
      );
    case "derived":
      return t(leaf.value ? "series.derived" : "series.original");
    case "verdict": {
      const list = either(
        t,
        leaf.values.map((value) => t(`series.verdictValue.${value}`)),
      );
      const protocols = either(
        t,
        leaf.protocols.map((code) => nameOf(telling, "protocol", code)),
      );
      return leaf.protocols.length === 0
        ? t("series.verdict", { list })
        : t("series.verdictBy", { list, protocols, count: leaf.protocols.length });
    }
    case "qc":
    case "rating":
      return t(`series.${leaf.kind}`, {
        list: either(
          t,
          leaf.values.map((value) => t(`series.${leaf.kind}Value.${value}`)),
        ),
      });
    case "pixels":
      return t("series.pixels");
    case "number": {
      const unit = UNITS[leaf.name];
      const write = (value: number) => {
        const text = numberText(t, value);
        return unit === "" ? text : t("measure.unit", { value: text, unit });
      };
      return rangeText(t, "measure", leaf, write, { name: t(`measureName.${leaf.name}`) });
    }
  }
}

/** One condition; a group of several in brackets. */
function partText(node: SeriesNode, telling: Telling): string {
  const { t } = telling;
  switch (node.kind) {
    case "and":
    case "or": {
      if (node.of.length === 0) return t(node.kind === "and" ? "series.any" : "series.impossible");
      const parts = inOrder(node.of).map((part) => partText(part, telling));
      return bracketed(t, node.kind === "and" ? all(t, parts) : any(t, parts));
    }
    case "not":
      return t("series.not", { text: partText(node.of, telling) });
    default:
      return leafText(node, telling);
  }
}

const inOrder = (nodes: readonly SeriesNode[]) =>
  [...nodes].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

type Named = Extract<SeriesLeaf, { kind: "role" | "map" }>;
const hasOneName = (node: SeriesNode): node is Named =>
  (node.kind === "role" || node.kind === "map") && node.values.length === 1;

/**
 * A series of an exam as a noun with what it must be: "a 3D FLAIR found compliant". Several qualities stand in brackets.
 * @param node canonical
 */
export function seriesText(node: SeriesNode, article: "some" | "no", telling: Telling): string {
  const { t } = telling;
  const parts = node.kind === "and" && node.of.length > 0 ? inOrder(node.of) : [node];
  const name = parts.find(hasOneName);
  const dimensions = parts.filter((part) => part.kind === "dimension");
  const [only] = dimensions;
  const isSaid = dimensions.length === 1 ? only : undefined;
  const dimension = isSaid ? t(`series.dimension.${isSaid.value}`) : "";
  const value = name?.values[0] ?? "";
  const head =
    name === undefined
      ? t(`series.plain.${article}`, { dimension })
      : name.kind === "role"
        ? t(`series.role.${article}`, { role: value, label: roleName(t, value), dimension })
        : t(`series.map.${article}`, { label: properName(t, value), dimension });
  const rest = parts
    .filter((part) => part !== name && part !== isSaid)
    .map((part) => partText(part, telling));
  if (rest.length === 0) return head;
  return t("series.one", { head, text: rest.length === 1 ? all(t, rest) : bracketed(t, all(t, rest)) });
}
