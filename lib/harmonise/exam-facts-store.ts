import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { Db, Tx } from "@/lib/platform/db/client";
import type { AssignmentFacts } from "./protocol/assignment";
import type { Geometry, PlacedSeries } from "./protocol/judge-pairs";
import type { ScannerFacts } from "./protocol/parameters";

/** What of an exam decides which protocols judge it, and how. */
export interface ExamFacts extends AssignmentFacts {
  examId: string;
  scanner: ScannerFacts;
  /** True day of acquisition, "2024-05-31"; null when it is not known. */
  day: string | null;
  /** Complete series; those that are not judged are among them. */
  series: PlacedSeries[];
}

interface ExamRow {
  examId: string;
  description: string | null;
  scannerId: string;
  manufacturer: string;
  model: string;
  fieldStrengthTesla: number;
  day: string | null;
  projectIds: string[];
  chosenIds: string[];
}

/** Facts of many exams, in the order of their ids; without geometry, which few protocols ask for. */
export async function findExamFacts(tx: Db | Tx, examIds: readonly string[]): Promise<ExamFacts[]> {
  const ids = [...examIds];
  const exams = await tx.$queryRaw<ExamRow[]>`
    SELECT e."id" AS "examId", e."description", e."scannerId", s."manufacturer"::text AS "manufacturer",
      s."model", s."fieldStrengthTesla",
      to_char(c."acquiredAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "day",
      ARRAY(SELECT p."projectId"::text FROM "ExamProject" p WHERE p."examId" = e."id") AS "projectIds",
      ARRAY(SELECT h."protocolId"::text FROM "ExamProtocolChoice" h WHERE h."examId" = e."id"
        ORDER BY h."protocolId") AS "chosenIds"
    FROM "Exam" e
    JOIN "Scanner" s ON s."id" = e."scannerId"
    LEFT JOIN "ExamClock" c ON c."examId" = e."id"
    WHERE e."id" = ANY(${ids}::uuid[]) ORDER BY e."id"`;
  const series = await findSeriesFacts(tx, ids);
  return exams.map(({ scannerId, manufacturer, model, fieldStrengthTesla, ...exam }) => {
    const own = series.get(exam.examId) ?? [];
    return {
      ...exam,
      scanner: { scannerId, manufacturer, model, fieldStrengthTesla },
      protocolNames: [...new Set(own.flatMap((one) => one.protocolName ?? []))],
      series: own,
    };
  });
}

/** One series as an array: read as one text, which costs a fifth of as many columns. */
type SeriesArray = [
  examId: string,
  seriesId: string,
  seriesNumber: number | null,
  role: SequenceRole,
  map: string | null,
  component: string,
  contrastAgent: "yes" | "no" | "unknown",
  derived: boolean,
  is3D: boolean | null,
  description: string | null,
  protocolName: string | null,
  // A list that nobody wrote is null in SQL.
  imageType: string[] | null,
  numbers: (number | string | null)[],
  echoTimesMs: number[] | null,
  bValuesSPerMm2: number[] | null,
  acquisitionMatrix: number[] | null,
  phaseEncodingAxis: string | null,
  phaseEncodingDirection: string | null,
  receiveCoil: string | null,
  pulseSequenceName: string | null,
];

async function findSeriesFacts(tx: Db | Tx, examIds: string[]): Promise<Map<string, PlacedSeries[]>> {
  const [row] = await tx.$queryRaw<{ text: string | null }[]>`
    SELECT json_agg(json_build_array(s."examId", s."id", s."seriesNumber", s."role", s."map", s."component",
      s."contrastAgent", s."derived", s."is3D", s."description", s."protocolName", s."imageType",
      json_build_array(s."repetitionTimeMs", s."inversionTimeMs", s."flipAngleDeg", s."pixelBandwidthHzPerPixel",
        s."echoTrainLength", s."parallelReductionFactor", s."parallelReductionFactorSlice", s."multibandFactor",
        s."partialFourier", s."totalReadoutTimeMs", s."voxelSizeXMm", s."voxelSizeYMm", s."voxelSizeZMm",
        s."sliceThicknessMm", s."sliceSpacingMm", s."directionCount", s."volumeCount"),
      s."echoTimesMs", s."bValuesSPerMm2", s."acquisitionMatrix", s."phaseEncodingAxis",
      s."phaseEncodingDirection", s."receiveCoil", s."pulseSequenceName"))::text AS "text"
    FROM "Series" s WHERE s."examId" = ANY(${examIds}::uuid[]) AND s."state" = 'complete'`;
  const byExam = new Map<string, PlacedSeries[]>();
  for (const array of JSON.parse(row?.text ?? "[]") as SeriesArray[]) {
    const list = byExam.get(array[0]);
    if (list) list.push(factsOf(array));
    else byExam.set(array[0], [factsOf(array)]);
  }
  return byExam;
}

function factsOf(array: SeriesArray): PlacedSeries {
  const [, seriesId, seriesNumber, role, map, component, contrastAgent, derived, is3D] = array;
  const [, , , , , , , , , description, protocolName, imageType, numbers] = array;
  const [, , , , , , , , , , , , , echoTimesMs, bValuesSPerMm2, acquisitionMatrix] = array;
  const [phaseEncodingAxis, phaseEncodingDirection, receiveCoil, pulseSequenceName] = array.slice(16) as (
    string | null
  )[];
  // JSON has no NaN: it comes as a word.
  const number = (index: number) => {
    const value = numbers[index];
    return typeof value === "number" ? value : null;
  };
  return {
    seriesId,
    seriesNumber,
    role,
    map,
    component,
    contrastAgent,
    derived,
    is3D,
    description,
    protocolName,
    imageType: imageType ?? [],
    repetitionTimeMs: number(0),
    inversionTimeMs: number(1),
    flipAngleDeg: number(2),
    pixelBandwidthHzPerPixel: number(3),
    echoTrainLength: number(4),
    parallelReductionFactor: number(5),
    parallelReductionFactorSlice: number(6),
    multibandFactor: number(7),
    partialFourier: number(8),
    totalReadoutTimeMs: number(9),
    voxelSizeXMm: number(10),
    voxelSizeYMm: number(11),
    voxelSizeZMm: number(12),
    sliceThicknessMm: number(13),
    sliceSpacingMm: number(14),
    directionCount: number(15),
    volumeCount: number(16),
    echoTimesMs: echoTimesMs ?? [],
    bValuesSPerMm2: bValuesSPerMm2 ?? [],
    acquisitionMatrix: acquisitionMatrix ?? [],
    phaseEncodingAxis: phaseEncodingAxis ?? null,
    phaseEncodingDirection: phaseEncodingDirection ?? null,
    receiveCoil: receiveCoil ?? null,
    pulseSequenceName: pulseSequenceName ?? null,
    geometry: null,
  };
}

/** Where the main volumes of series lie; those whose pictures are no uniform grid, or have no place, are left out. */
export async function findGeometry(
  tx: Db | Tx,
  seriesIds: readonly string[],
): Promise<Map<string, Geometry>> {
  const rows = await tx.$queryRaw<{ seriesId: string; geometry: Geometry }[]>`
    SELECT v."seriesId", jsonb_build_object('frameOfReferenceUid', v."manifest"->'frameOfReferenceUid',
      'originMm', v."manifest"->'originMm', 'direction', v."manifest"->'direction',
      'voxelSizeMm', v."manifest"->'voxelSizeMm', 'dimensions', v."manifest"->'dimensions') AS "geometry"
    FROM "Volume" v
    WHERE v."seriesId" = ANY(${[...seriesIds]}::uuid[]) AND v."ordinal" = 0 AND v."kind" = 'volume'
      AND v."manifest" IS NOT NULL`;
  return new Map(rows.map(({ seriesId, geometry }) => [seriesId, geometry]));
}
