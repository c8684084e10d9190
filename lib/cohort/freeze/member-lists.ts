import { stateHash } from "./digest";
import { DICTIONARY, type MemberList } from "./data-dictionary";
import type { FrozenMember, FrozenSeries } from "./frozen-store";
import type { ExamState, SeriesState } from "./member-state";

export type Cell = string | number | null;
export type MemberTable = Record<string, Cell>[];

/** What the exports are made of: members that the reader may export, and their series. */
export interface ListedMembers {
  exams: readonly FrozenMember[];
  series: readonly FrozenSeries[];
}

/** One list of the members, its columns by name as the dictionary has them. */
export function memberTable(list: MemberList, members: ListedMembers): MemberTable {
  switch (list) {
    case "subjects":
      return subjectsTable(members);
    case "exams":
      return members.exams.map(examLine);
    case "series": {
      const exams = new Map(members.exams.map((exam) => [exam.examId, exam]));
      return members.series.map((one) => seriesLine(one, exams.get(one.examId)));
    }
  }
}

/** The cells of a list in the order of its columns, heads first. */
export function tableCells(list: MemberList, table: MemberTable): Cell[][] {
  const names = DICTIONARY[list].map(({ name }) => name);
  return [names, ...table.map((line) => names.map((name) => line[name] ?? null))];
}

function subjectsTable({ exams }: ListedMembers): MemberTable {
  const bySubject = new Map<string, FrozenMember[]>();
  for (const exam of exams.filter(({ gone }) => !gone)) {
    bySubject.set(exam.state.subject, [...(bySubject.get(exam.state.subject) ?? []), exam]);
  }
  return [...bySubject].map(([name, own]) => {
    const ages = own.flatMap(({ state }) => (state.ageYears === null ? [] : [state.ageYears]));
    return {
      subject: own[0]?.pseudonym ?? null,
      subject_in_version: name,
      sex: own[0]?.state.sex ?? null,
      exams: own.length,
      series: own.reduce((sum, { series }) => sum + series, 0),
      age_min_years: ages.length > 0 ? Math.min(...ages) : null,
      age_max_years: ages.length > 0 ? Math.max(...ages) : null,
    };
  });
}

function examLine({ examId, pseudonym, gone, state, series }: FrozenMember): Record<string, Cell> {
  const always = { exam: examId, in_catalogue: yesNo(!gone), state_sha256: stateHash(state) };
  if (gone) return always;
  return {
    ...always,
    subject: pseudonym,
    subject_in_version: state.subject,
    month: state.month,
    sex: state.sex,
    age_years: state.ageYears,
    site: state.site,
    manufacturer: state.manufacturer,
    model: state.model,
    field_tesla: state.fieldTesla,
    projects: listed(state.projects),
    control_in: listed(state.controlIn),
    diagnoses: listed(state.diagnoses.map(diagnosisText)),
    scores: listed(
      state.scores.map(
        ({ name, value, unit, day }) => `${name} ${value}${unit ? ` ${unit}` : ""} @${day ?? "?"}`,
      ),
    ),
    protocols: listed(
      state.protocols.map((one) => {
        const whole = one.whole === null ? "" : one.whole ? " whole" : " incomplete";
        return `${one.protocol} v${one.version} ${one.verdict}${whole}`;
      }),
    ),
    series,
  };
}

function diagnosisText(one: ExamState["diagnoses"][number]): string {
  const at = (day: number | null, precision: string | null) =>
    `${day ?? "?"}${precision === null || precision === "day" ? "" : ` (${precision})`}`;
  const abated = one.abatedDay === null ? "" : `/${at(one.abatedDay, one.abatedPrecision)}`;
  return `${one.code} ${one.verification} @${at(one.assertedDay, one.assertedPrecision)}${abated}`;
}

function seriesLine(
  { seriesId, examId, state }: FrozenSeries,
  exam: FrozenMember | undefined,
): Record<string, Cell> {
  const gone = exam === undefined || exam.gone;
  const always = {
    ...{ series: seriesId, exam: examId },
    ...{ in_catalogue: yesNo(!gone), state_sha256: stateHash(state) },
  };
  if (gone) return always;
  return {
    ...always,
    subject: exam.pseudonym,
    subject_in_version: exam.state.subject,
    role: state.role,
    is_3d: state.is3D === null ? null : yesNo(state.is3D),
    map: state.map,
    contrast_agent: state.contrast,
    derived: yesNo(state.derived),
    verdicts: listed(
      state.verdicts.map(({ protocol, version, verdict }) => `${protocol} v${version} ${verdict}`),
    ),
    qc_state: state.qc,
    rating: state.rating,
    images: yesNo(state.pixels),
    voxel_size_max_mm: numberOf(state, "voxelSizeMaxMm"),
    slice_thickness_mm: numberOf(state, "sliceThicknessMm"),
    repetition_time_ms: numberOf(state, "repetitionTimeMs"),
    echo_times_ms: listed((state.numbers.echoTimeMs ?? []).map(String)),
    inversion_time_ms: numberOf(state, "inversionTimeMs"),
    flip_angle_deg: numberOf(state, "flipAngleDeg"),
    b_values_s_per_mm2: listed((state.numbers.bValueSPerMm2 ?? []).map(String)),
    direction_count: numberOf(state, "directionCount"),
    volume_count: numberOf(state, "volumeCount"),
    multiband_factor: numberOf(state, "multibandFactor"),
    parallel_reduction_factor: numberOf(state, "parallelReductionFactor"),
  };
}

function numberOf({ numbers }: SeriesState, name: string): number | null {
  return numbers[name]?.[0] ?? null;
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

/** Nothing for an empty list: a cell with nothing in it. */
function listed(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join("; ");
}
