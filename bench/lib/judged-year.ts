import { randomUUID } from "node:crypto";
import { protocolContentSchema } from "@/lib/harmonise/protocol/content";
import { db, inTransaction } from "@/lib/platform/db/client";

// One year of a network: what a judging reads and writes, without pictures.

const SERIES_PER_EXAM = 13;
const SCANNERS = 22;
const VENDORS = ["Siemens", "Philips", "GE", "Canon"] as const;

/** What every exam holds; a localiser first, which is not judged. */
const SEQUENCES = [
  { role: "localiser", is3D: false, tr: 8.6, te: 3.7, ti: null, flip: 20, mm: 1.1 },
  { role: "T1w", is3D: true, tr: 2300, te: 2.98, ti: 900, flip: 9, mm: 1 },
  { role: "FLAIR", is3D: true, tr: 5000, te: 388, ti: 1800, flip: 120, mm: 1 },
  { role: "FLAIR", is3D: false, tr: 9000, te: 94, ti: 2500, flip: 150, mm: 0.7 },
  { role: "T2w", is3D: false, tr: 6000, te: 99, ti: null, flip: 150, mm: 0.5 },
  { role: "DIR", is3D: true, tr: 7500, te: 318, ti: 3000, flip: 120, mm: 1.2 },
  { role: "SWI", is3D: true, tr: 28, te: 20, ti: null, flip: 15, mm: 0.9 },
  { role: "DWI", is3D: false, tr: 5200, te: 68, ti: null, flip: 90, mm: 2 },
  { role: "BOLD", is3D: false, tr: 2000, te: 30, ti: null, flip: 77, mm: 3 },
  { role: "fieldmap", is3D: false, tr: 580, te: 4.92, ti: null, flip: 60, mm: 3 },
  { role: "ASL", is3D: true, tr: 4600, te: 14, ti: null, flip: 120, mm: 3 },
  { role: "T2star", is3D: true, tr: 27, te: 15, ti: null, flip: 10, mm: 0.5 },
  { role: "MP2RAGE", is3D: true, tr: 6000, te: 2.27, ti: 800, flip: 7, mm: 0.7 },
] as const;

/** A protocol that asks for every sequence, with rules for each vendor, and for one pair. */
function content(index: number) {
  const asked = SEQUENCES.slice(1);
  const rules = ({ tr, te, ti, flip, mm }: (typeof asked)[number]) =>
    [
      { parameter: "repetitionTimeMs", value: tr, tolerance: 0.05, severity: "minor" },
      { parameter: "echoTimesMs", value: [te], tolerance: 0.05, severity: "minor" },
      { parameter: "inversionTimeMs", value: ti, tolerance: 0.03, severity: "major" },
      { parameter: "flipAngleDeg", value: flip, tolerance: 0.1, severity: "minor" },
      { parameter: "voxelSizeXMm", value: mm, tolerance: 0.1, severity: "major" },
      { parameter: "voxelSizeYMm", value: mm, tolerance: 0.1, severity: "major" },
      { parameter: "voxelSizeZMm", value: mm, tolerance: 0.1, severity: "major" },
      { parameter: "pixelBandwidthHzPerPixel", value: 240, tolerance: 0.02 * index + 0.1, severity: "minor" },
      { parameter: "parallelReductionFactor", value: 2, tolerance: 0, severity: "minor" },
    ].flatMap(({ value, tolerance, ...rule }) =>
      value === null ? [] : [{ ...rule, expect: { value }, tolerance: { relative: tolerance } }],
    );
  return protocolContentSchema.parse({
    steps: asked.map((sequence) => ({
      name: `${sequence.role} ${sequence.is3D ? "3D" : "2D"}`,
      role: sequence.role,
      is3D: sequence.is3D,
      rules: rules(sequence),
      variants: VENDORS.map((vendor) => ({ scope: { vendor }, rules: rules(sequence) })),
    })),
    pairs: [
      {
        first: "fieldmap 2D",
        second: "BOLD 2D",
        relation: "sameParameter",
        parameter: "voxelSizeXMm",
        severity: "minor",
      },
    ],
  });
}

/** Fills the catalogue with a year: so many series at 22 scanners, one in ten of which is not as asked. */
export async function fillYear(series: number): Promise<{ exams: number; series: number }> {
  const exams = Math.ceil(series / SERIES_PER_EXAM);
  await inTransaction(async (tx) => {
    const site = await tx.site.create({ data: { code: "BENCH", name: "Bench", city: "" } });
    const epochs: string[] = [];
    for (let n = 0; n < SCANNERS; n++) {
      const scanner = await tx.scanner.create({
        data: {
          siteId: site.id,
          manufacturer: VENDORS[n % VENDORS.length] ?? "Siemens",
          model: `Model ${n}`,
          fieldStrengthTesla: 3,
        },
      });
      const epoch = await tx.scannerEpoch.create({
        data: { scannerId: scanner.id, softwareVersions: "1", startedAt: new Date("2025-01-01") },
      });
      epochs.push(epoch.id);
    }
    const subject = await tx.subject.create({ data: { pseudonym: "ARI-BENCH" } });
    const [first = ""] = epochs;
    const { scannerId } = await tx.scannerEpoch.findUniqueOrThrow({ where: { id: first } });
    const visit = await tx.visit.create({
      data: { subjectId: subject.id, scannerId, startedAt: new Date("2150-01-01") },
    });
    await tx.$executeRaw`
      INSERT INTO "Exam" ("id", "subjectId", "visitId", "siteId", "scannerId", "epochId", "studyInstanceUid",
        "examAt", "fieldStrengthTesla", "description")
      SELECT gen_random_uuid(), ${subject.id}::uuid, ${visit.id}::uuid, ${site.id}::uuid, e."scannerId", e."id",
        '2.25.' || n, '2150-01-01', 3, 'MRI brain'
      FROM generate_series(1, ${exams}::int) n
      JOIN "ScannerEpoch" e ON e."id" = (${epochs}::uuid[])[1 + n % ${SCANNERS}::int]`;
    await tx.$executeRaw`
      INSERT INTO "ExamClock" SELECT "id", '2025-06-01'::timestamptz, '2025-06-01'::timestamptz FROM "Exam"`;
    const rows = SEQUENCES.map((sequence, index) => ({ number: index + 1, ...sequence }));
    await tx.$executeRaw`
      INSERT INTO "Series" ("id", "examId", "seriesInstanceUid", "seriesNumber", "description", "protocolName",
        "sopClassUid", "state", "role", "is3D", "repetitionTimeMs", "echoTimesMs", "inversionTimeMs",
        "flipAngleDeg", "voxelSizeXMm", "voxelSizeYMm", "voxelSizeZMm", "pixelBandwidthHzPerPixel",
        "parallelReductionFactor", "imageType", "bValuesSPerMm2", "receiveCoil")
      SELECT gen_random_uuid(), e."id", e."studyInstanceUid" || '.' || x."number", x."number", x."role", x."role",
        '1.2.840.10008.5.1.4.1.1.4', 'complete', x."role"::"SequenceRole", x."is3D",
        x."tr" * CASE WHEN random() < 0.04 THEN 1.08 ELSE 1 END,
        ARRAY[x."te" * CASE WHEN random() < 0.03 THEN 1.2 ELSE 1 END], x."ti",
        x."flip" + CASE WHEN random() < 0.02 THEN 30 ELSE 0 END, x."mm", x."mm", x."mm",
        CASE WHEN random() < 0.01 THEN NULL ELSE 240 END, 2, ARRAY['ORIGINAL', 'PRIMARY', 'M'], '{}',
        'Head 32'
      FROM "Exam" e, json_to_recordset(${JSON.stringify(rows)}::json) AS x("number" int, "role" text,
        "is3D" boolean, "tr" float8, "te" float8, "ti" float8, "flip" float8, "mm" float8)`;
    const protocolIds: string[] = [];
    for (let n = 0; n < 4; n++) {
      const { id } = await tx.protocol.create({
        data: {
          code: `BENCH-${n}`,
          name: `Bench ${n}`,
          versions: { create: { version: 1, validFrom: new Date("2024-01-01"), content: content(n) } },
        },
      });
      protocolIds.push(id);
    }
    await tx.assignmentRule.create({
      data: {
        id: randomUUID(),
        ordinal: 0,
        kind: "studyDescription",
        pattern: "MRI*",
        protocols: { create: protocolIds.map((protocolId) => ({ protocolId })) },
      },
    });
  }, 600_000);
  await db().$executeRaw`ANALYZE`;
  return { exams, series: exams * SERIES_PER_EXAM };
}
