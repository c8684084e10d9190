import { NUMBER_SLACK } from "./counted-names";
import { Prisma } from "@/lib/platform/db/client";
import type { SeriesLeaf, SeriesNode } from "./criteria";
import { allOf, anyOf, negated, within } from "./logic-sql-store";

// What is asked of one series, in SQL over the alias s ("Series").

/** The exam of alias e has a series that fulfils a condition over s. */
export function holdsSeries(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Series" s WHERE s."examId" = e."id" AND ${condition})`;
}

/** One node over alias s; NULL where an unknown value leaves it open, which every reader takes for false. */
export function seriesCondition(node: SeriesNode): Prisma.Sql {
  switch (node.kind) {
    case "and":
      return allOf(node.of.map(seriesCondition));
    case "or":
      return anyOf(node.of.map(seriesCondition));
    case "not":
      return negated(node.of, seriesCondition(node.of));
    default:
      return seriesLeafCondition(node);
  }
}

const LISTS = { echoTimeMs: "echoTimesMs", bValueSPerMm2: "bValuesSPerMm2" } as const;

function numberCondition(leaf: Extract<SeriesLeaf, { kind: "number" }>): Prisma.Sql {
  const min = leaf.min === null ? null : leaf.min - NUMBER_SLACK;
  const max = leaf.max === null ? null : leaf.max + NUMBER_SLACK;
  if (leaf.name === "echoTimeMs" || leaf.name === "bValueSPerMm2") {
    const values = Prisma.raw(`s."${LISTS[leaf.name]}"`);
    return Prisma.sql`EXISTS (SELECT 1 FROM unnest(${values}) AS one("value")
      WHERE ${within(Prisma.sql`one."value"`, min, max)})`;
  }
  return within(Prisma.raw(`s."${leaf.name}"`), min, max);
}

function verdictCondition(leaf: Extract<SeriesLeaf, { kind: "verdict" }>): Prisma.Sql {
  const byAsked =
    leaf.protocols.length === 0
      ? Prisma.empty
      : Prisma.sql`AND v."protocolVersionId" IN (
          SELECT pv."id" FROM "ProtocolVersion" pv JOIN "Protocol" p ON p."id" = pv."protocolId"
          WHERE p."code" = ANY(${leaf.protocols}::text[]))`;
  const judged = (more: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT 1 FROM "Verdict" v WHERE v."seriesId" = s."id" AND v."current" ${byAsked} ${more})`;
  const named = leaf.values.filter((value) => value !== "none");
  return anyOf([
    ...(named.length > 0 ? [judged(Prisma.sql`AND v."value" = ANY(${named}::"VerdictValue"[])`)] : []),
    ...(leaf.values.includes("none") ? [Prisma.sql`NOT ${judged(Prisma.empty)}`] : []),
  ]);
}

function seriesLeafCondition(leaf: SeriesLeaf): Prisma.Sql {
  switch (leaf.kind) {
    case "role":
      return Prisma.sql`s."role" = ANY(${leaf.values}::"SequenceRole"[])`;
    case "dimension":
      return leaf.value === "3D" ? Prisma.sql`s."is3D"` : Prisma.sql`NOT s."is3D"`;
    case "map":
      return leaf.values.length === 0
        ? Prisma.sql`s."map" IS NULL`
        : Prisma.sql`s."map" = ANY(${leaf.values}::text[])`;
    case "contrast":
      return Prisma.sql`s."contrastAgent" = ANY(${leaf.values}::"ContrastAgent"[])`;
    case "derived":
      return leaf.value ? Prisma.sql`s."derived"` : Prisma.sql`NOT s."derived"`;
    case "verdict":
      return verdictCondition(leaf);
    case "qc":
      return Prisma.sql`s."qcState" = ANY(${leaf.values}::"QcState"[])`;
    case "rating": {
      const named = leaf.values.filter((value) => value !== "none");
      return anyOf([
        ...(named.length > 0 ? [Prisma.sql`s."rating" = ANY(${named}::"QcRating"[])`] : []),
        ...(leaf.values.includes("none") ? [Prisma.sql`s."rating" IS NULL`] : []),
      ]);
    }
    case "pixels":
      return Prisma.sql`s."hasPixels"`;
    case "number":
      return numberCondition(leaf);
  }
}
