import { ancestorsOf, findTerm } from "@/lib/terminology/terms";
import { searchWords, textHasWord } from "@/lib/terminology/normalise";
import { namesOf } from "@/lib/terminology/search-terms";
import {
  FACETS,
  MAX_VISITS_ASKED,
  QC_STATES,
  RATINGS,
  VERDICTS,
  nominalFieldTesla,
  parseRoleToken,
  parseScannerToken,
  VOXEL_BOUNDS_MM,
  without,
  type CatalogueQuery,
  type Facet,
  type SequenceRoleName,
} from "../search-query";

// The meaning of a search, written a second time and plainly: the tests compare the database's answers with it.

export interface OracleDiagnosis {
  code: string;
  assertedOn: Date;
  assertedPrecision: "day" | "month" | "year";
  abatedOn: Date | null;
  verification: "confirmed" | "provisional" | "refuted";
}

export interface OracleSeries {
  role: SequenceRoleName;
  is3D: boolean | null;
  map: string | null;
  voxelSizeMaxMm: number | null;
  hasPixels: boolean;
  description: string | null;
  protocolName: string | null;
  qcState: "unmeasured" | "typical" | "outlier";
  rating: "good" | "usable" | "unusable" | null;
  verdicts: { code: string; value: "compliant" | "minor" | "major" | "undetermined"; current: boolean }[];
}

export interface OracleSubject {
  pseudonym: string;
  sex: string;
  control: boolean;
  diagnoses: OracleDiagnosis[];
}

export interface OracleExam {
  subject: OracleSubject;
  visitId: string;
  site: { id: string; code: string; name: string; city: string };
  scanner: { manufacturer: string; model: string };
  projectIds: string[];
  protocols: { code: string; name: string; isWhole: boolean | null }[];
  examAt: Date;
  age: number | null;
  fieldTesla: number;
  description: string | null;
  series: OracleSeries[];
}

const DAY_MS = 86_400_000;
const PERIOD_DAYS = { day: 0, month: 30, year: 365 };

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS);
}

function codesAtExam(exam: OracleExam): string[] {
  const examDay = dayOf(exam.examAt);
  return exam.subject.diagnoses
    .filter((d) => d.verification !== "refuted")
    .filter((d) => dayOf(d.assertedOn) + PERIOD_DAYS[d.assertedPrecision] <= examDay)
    .filter((d) => d.abatedOn === null || dayOf(d.abatedOn) > examDay)
    .map((d) => d.code);
}

function diagnosesAtExam(exam: OracleExam): Set<string> {
  return new Set(codesAtExam(exam).flatMap((code) => [...ancestorsOf(code).keys()]));
}

const isAsked = (query: CatalogueQuery, code: string) =>
  query.protocol.length === 0 || query.protocol.includes(code);

function verdictsOf(series: OracleSeries, query: CatalogueQuery): string[] {
  const values = series.verdicts
    .filter(({ code, current }) => current && isAsked(query, code))
    .map(({ value }) => value);
  return values.length > 0 ? values : ["none"];
}

function wholenessOf(exam: OracleExam, query: CatalogueQuery): string[] {
  const values = exam.protocols
    .filter(({ code, isWhole }) => isWhole !== null && isAsked(query, code))
    .map(({ isWhole }) => (isWhole ? "whole" : "incomplete"));
  return values.length > 0 ? values : ["none"];
}

const meets = (chosen: readonly string[], values: readonly string[]) =>
  chosen.length === 0 || values.some((value) => chosen.includes(value));

function isGood(series: OracleSeries, query: CatalogueQuery): boolean {
  if (query.pixels && !series.hasPixels) return false;
  if (!meets(query.verdict, verdictsOf(series, query))) return false;
  if (!meets(query.qc, [series.qcState]) || !meets(query.rating, [series.rating ?? "none"])) return false;
  return (
    query.voxelMaxMm === null || (series.voxelSizeMaxMm !== null && series.voxelSizeMaxMm <= query.voxelMaxMm)
  );
}

function asked(query: CatalogueQuery): ((series: OracleSeries) => boolean)[] {
  return [
    ...query.role.map((token) => {
      const { role, is3D } = parseRoleToken(token);
      return (series: OracleSeries) => series.role === role && (!is3D || series.is3D === true);
    }),
    ...query.map.map((map) => (series: OracleSeries) => series.map === map),
  ];
}

function hasWord(exam: OracleExam, word: string): boolean {
  const texts = [
    exam.subject.pseudonym,
    exam.description,
    exam.site.name,
    exam.site.city,
    exam.site.code,
    exam.scanner.model,
    exam.scanner.manufacturer,
    ...exam.protocols.flatMap((protocol) => [protocol.name, protocol.code]),
    ...exam.series.flatMap((series) => [series.description, series.protocolName]),
    ...[...diagnosesAtExam(exam)].flatMap((code) => {
      const term = findTerm(code);
      return term ? namesOf(term) : [];
    }),
  ];
  return texts.some((text) => text !== null && textHasWord(text, word));
}

function asksQuality(query: CatalogueQuery): boolean {
  const lists = [query.verdict, query.qc, query.rating];
  return query.pixels || query.voxelMaxMm !== null || lists.some((list) => list.length > 0);
}

function answers(exam: OracleExam, query: CatalogueQuery): boolean {
  const diagnoses = diagnosesAtExam(exam);
  const who =
    (query.diagnosis.length === 0 && !query.control) ||
    query.diagnosis.some((code) => diagnoses.has(code)) ||
    (query.control && exam.subject.control);
  const good = exam.series.filter((series) => isGood(series, query));
  const conditions = asked(query);
  const series =
    conditions.length > 0
      ? conditions.every((condition) => good.some(condition))
      : !asksQuality(query) || good.length > 0;
  const scanner =
    query.scanner.length === 0 ||
    query.scanner.some((token) => {
      const { manufacturer, model } = parseScannerToken(token);
      return exam.scanner.manufacturer === manufacturer && (model === null || exam.scanner.model === model);
    });
  return (
    who &&
    series &&
    scanner &&
    (query.protocol.length === 0 || exam.protocols.some(({ code }) => query.protocol.includes(code))) &&
    meets(query.whole, wholenessOf(exam, query)) &&
    (query.site.length === 0 || query.site.includes(exam.site.code)) &&
    (query.field.length === 0 || query.field.includes(nominalFieldTesla(exam.fieldTesla))) &&
    (query.ageMin === null || (exam.age !== null && exam.age >= query.ageMin)) &&
    (query.ageMax === null || (exam.age !== null && exam.age <= query.ageMax)) &&
    (query.sex.length === 0 || query.sex.some((sex) => sex === exam.subject.sex)) &&
    searchWords(query.text).every((word) => hasWord(exam, word))
  );
}

function visitsBySubject(exams: readonly OracleExam[]): Map<OracleSubject, Set<string>> {
  const visits = new Map<OracleSubject, Set<string>>();
  for (const exam of exams) {
    visits.set(exam.subject, (visits.get(exam.subject) ?? new Set()).add(exam.visitId));
  }
  return visits;
}

function answering(exams: readonly OracleExam[], query: CatalogueQuery): OracleExam[] {
  const found = exams.filter((exam) => answers(exam, query));
  const visits = visitsBySubject(found);
  return found.filter((exam) => (visits.get(exam.subject)?.size ?? 0) >= query.visits);
}

/** The values that an exam gives to a facet; those that need more than one exam are counted apart. */
function valuesOf(facet: Facet, exam: OracleExam, query: CatalogueQuery): string[] {
  const good = exam.series.filter((series) => isGood(series, query));
  switch (facet) {
    case "diagnosis":
      return [...diagnosesAtExam(exam), ...(exam.subject.control ? ["@control"] : [])];
    case "role":
      return good.flatMap((series) => [series.role, ...(series.is3D ? [`${series.role}.3D`] : [])]);
    case "map":
      return good.flatMap((series) => series.map ?? []);
    case "protocol":
      return exam.protocols.map(({ code }) => code);
    case "site":
      return [exam.site.code];
    case "scanner":
      return [exam.scanner.manufacturer, `${exam.scanner.manufacturer}~${exam.scanner.model}`];
    case "field":
      return [String(nominalFieldTesla(exam.fieldTesla))];
    case "sex":
      return [exam.subject.sex];
    case "whole":
      return wholenessOf(exam, query);
    case "verdict":
      return VERDICTS.filter((value) => answers(exam, { ...query, verdict: [value] }));
    case "qc":
      return QC_STATES.filter((value) => answers(exam, { ...query, qc: [value] }));
    case "rating":
      return RATINGS.filter((value) => answers(exam, { ...query, rating: [value] }));
    case "voxel":
      return VOXEL_BOUNDS_MM.filter((bound) => answers(exam, { ...query, voxelMaxMm: bound })).map(String);
    case "age":
    case "visits":
    case "pixels":
      return [];
  }
}

function countFacet(exams: readonly OracleExam[], query: CatalogueQuery, facet: Facet): [string, number][] {
  const rest = without(query, facet);
  const found = answering(exams, rest);
  if (facet === "pixels") {
    const pictured = visitsBySubject(answering(exams, { ...rest, pixels: true })).size;
    return pictured > 0 ? [["true", pictured]] : [];
  }
  const bySubject = visitsBySubject(found);
  if (facet === "visits") {
    const sizes = [...bySubject.values()].map((visits) => visits.size);
    return Array.from({ length: MAX_VISITS_ASKED }, (_, index): [string, number] => [
      String(index + 1),
      sizes.filter((size) => size > index).length,
    ]).filter(([, count]) => count > 0);
  }
  const counts = new Map<string, number>();
  const add = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const subject of bySubject.keys()) {
    const own = found.filter((exam) => exam.subject === subject);
    if (facet === "age") {
      for (const age of new Set(own.flatMap((exam) => exam.age ?? []))) add(String(age));
      continue;
    }
    const visitsOf = new Map<string, Set<string>>();
    for (const exam of own) {
      for (const value of valuesOf(facet, exam, rest)) {
        visitsOf.set(value, (visitsOf.get(value) ?? new Set()).add(exam.visitId));
      }
    }
    for (const [value, visits] of visitsOf) if (visits.size >= query.visits) add(value);
  }
  return [...counts];
}

/** Three counts and every facet as "facet|value" → number, over the exams an actor may browse. */
export function oracleCounts(exams: readonly OracleExam[], query: CatalogueQuery): Map<string, number> {
  const found = answering(exams, query);
  const conditions = asked(query);
  const series = found
    .flatMap((exam) => exam.series)
    .filter(
      (one) => isGood(one, query) && (conditions.length === 0 || conditions.some((holds) => holds(one))),
    );
  const counts = new Map<string, number>();
  const put = (name: string, count: number) => {
    if (count > 0) counts.set(name, count);
  };
  put("@subjects|", visitsBySubject(found).size);
  put("@exams|", found.length);
  put("@series|", series.length);
  for (const facet of FACETS) {
    for (const [value, count] of countFacet(exams, query, facet)) put(`${facet}|${value}`, count);
  }
  return counts;
}
