import { loadTerminology } from "@/lib/catalogue/load-terminology-store";
import { REBUILD_TIMEOUT_MS } from "@/lib/catalogue/search-model/model-store";
import { inTransaction, Prisma } from "@/lib/platform/db/client";

// A synthetic region, metadata only, written set by set straight into the base tables: skewed as a real one is (few
// sites do most exams, most subjects come once, few diseases are common), from a seed.

const MODELS = [
  ["Siemens", "MAGNETOM Prisma", 2.8936],
  ["Siemens", "MAGNETOM Skyra", 3],
  ["Siemens", "MAGNETOM Vida", 3],
  ["Philips", "Ingenia Elition X", 3],
  ["Philips", "Achieva dStream", 1.5],
  ["GE", "SIGNA Architect", 3],
  ["GE", "SIGNA Premier", 3],
  ["Canon", "Vantage Galan", 3],
] as const;

/** Role, 3D, map, share of exams that hold it, and parameters; a series more for each row. */
const SEQUENCES = [
  ["localiser", false, null, 1, 8.6, 3.7, null, 20, 1.6],
  ["localiser", false, null, 1, 8.6, 3.7, null, 20, 1.6],
  ["T1w", true, null, 0.92, 2300, 2.98, 900, 9, 1],
  ["T1w", false, null, 0.85, 600, 10, null, 80, 3],
  ["T1w", true, null, 0.6, 2300, 2.98, 900, 9, 1],
  ["FLAIR", true, null, 0.7, 5000, 388, 1800, 120, 1],
  ["FLAIR", false, null, 0.7, 9000, 94, 2500, 150, 3],
  ["T2w", false, null, 0.85, 6000, 99, null, 150, 3],
  ["DIR", true, null, 0.12, 7500, 318, 3000, 120, 1.3],
  ["SWI", true, null, 0.6, 28, 20, null, 15, 1.5],
  ["SWI", true, null, 0.6, 28, 20, null, 15, 1.5],
  ["DWI", false, null, 0.95, 5200, 68, null, 90, 2],
  ["DWI", false, "ADC", 0.9, 5200, 68, null, 90, 2],
  ["DWI", false, "FA", 0.5, 5200, 68, null, 90, 2],
  ["BOLD", false, null, 0.22, 2000, 30, null, 77, 3],
  ["fieldmap", false, null, 0.25, 580, 4.92, null, 60, 3],
  ["ASL", true, null, 0.25, 4600, 14, null, 120, 3],
  ["ASL", true, "CBF", 0.22, 4600, 14, null, 120, 3],
  ["T2star", true, null, 0.5, 27, 15, null, 10, 1],
  ["MP2RAGE", true, null, 0.08, 6000, 2.27, 800, 7, 0.8],
  ["TOF", true, null, 0.45, 21, 3.4, null, 18, 0.7],
  ["DSC", false, null, 0.12, 1500, 30, null, 60, 3],
  ["unknown", null, null, 0.7, 100, 5, null, 10, 4],
] as const;

export const REGION_PROTOCOLS = ["NEURO", "SEP"] as const;
export const REGION_SITES = Array.from({ length: 22 }, (_, n) => `SITE-${n + 1}`);
export const REGION_CODES = 60;

/** Fills an empty catalogue. Triggers stand aside meanwhile; rebuild the read-model afterwards. */
export async function fillRegion(exams: number, seed: number): Promise<{ exams: number; series: number }> {
  const subjects = Math.round(exams / 2.05);
  await inTransaction(async (tx) => {
    await loadTerminology(tx);
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRaw`SET LOCAL work_mem = '256MB'`;
    await tx.$executeRaw`SET LOCAL max_parallel_workers_per_gather = 0`;
    await tx.$executeRaw`SELECT setseed(${(seed % 1000) / 1000}::float8)`;
    await tx.$executeRaw`INSERT INTO "Site" ("id", "code", "name", "city")
      SELECT gen_random_uuid(), code, code, '' FROM unnest(${REGION_SITES}::text[]) code`;
    await tx.$executeRaw`INSERT INTO "Scanner" ("id", "siteId", "manufacturer", "model", "fieldStrengthTesla")
      SELECT gen_random_uuid(), s."id", (m.list->>0)::"Manufacturer", m.list->>1, (m.list->>2)::float8
      FROM (SELECT "id", row_number() OVER (ORDER BY "code") AS n FROM "Site") s
      JOIN (SELECT list, n FROM jsonb_array_elements(${JSON.stringify(MODELS)}::jsonb) WITH ORDINALITY AS x(list, n)) m
        ON m.n = 1 + s.n % ${MODELS.length}::int`;
    await tx.$executeRaw`INSERT INTO "ScannerEpoch" ("id", "scannerId", "softwareVersions", "startedAt")
      SELECT gen_random_uuid(), "id", '1', '2020-01-01' FROM "Scanner"`;
    await tx.$executeRaw`INSERT INTO "Project" ("id", "code", "name")
      SELECT gen_random_uuid(), code, code FROM unnest(ARRAY['ALPHA', 'BETA']) code`;
    await tx.$executeRaw`INSERT INTO "Protocol" ("id", "code", "name")
      SELECT gen_random_uuid(), code, code FROM unnest(${[...REGION_PROTOCOLS]}::text[]) code`;
    await tx.$executeRaw`INSERT INTO "ProtocolVersion" ("id", "protocolId", "version", "validFrom")
      SELECT gen_random_uuid(), "id", 1, '2020-01-01' FROM "Protocol"`;
    await fillSubjects(tx, subjects);
    await fillExams(tx, exams);
    await fillSeries(tx);
  }, REBUILD_TIMEOUT_MS);
  return inTransaction(async (tx) => ({ exams: await tx.exam.count(), series: await tx.series.count() }));
}

type Tx = Parameters<Parameters<typeof inTransaction>[0]>[0];

async function fillSubjects(tx: Tx, subjects: number): Promise<void> {
  await tx.$executeRaw`CREATE TEMPORARY TABLE "person" ON COMMIT DROP AS
    SELECT n, gen_random_uuid() AS "id", 1 + floor(22 * power(random(), 2.2))::int AS "site",
      CASE WHEN random() < 0.56 THEN 1 WHEN random() < 0.45 THEN 2 ELSE 2 + floor(power(random(), 2) * 9)::int END
        AS "visits",
      floor(90 * (0.15 + 0.85 * random()))::int AS "age", random() AS "who",
      TIMESTAMP '2125-01-01 09:00' + (floor(random() * 3650) || ' days')::interval AS "firstAt"
    FROM generate_series(1, ${subjects}::int) n`;
  await tx.$executeRaw`INSERT INTO "Subject" ("id", "pseudonym", "sex", "synthetic")
    SELECT "id", 'ARI-' || lpad(n::text, 8, '0'),
      (ARRAY['female', 'female', 'male', 'male', 'male', 'female', 'unknown'])[1 + floor(random() * 6.1)::int]::"Sex", true
    FROM "person"`;
  await tx.$executeRaw`INSERT INTO "SubjectSecret" ("subjectId", "dateOffsetDays", "countKey")
    SELECT "id", 40000, floor(random() * 4294967296)::bigint FROM "person"`;
  await tx.$executeRaw`INSERT INTO "ProjectMember" ("projectId", "subjectId", "status")
    SELECT p."id", s."id", CASE WHEN s."who" < 0.05 THEN 'control' ELSE 'patient' END::"MemberStatus"
    FROM "person" s JOIN "Project" p ON p."code" = CASE WHEN s.n % 2 = 0 THEN 'ALPHA' ELSE 'BETA' END
    WHERE s."who" < 0.12`;
  await tx.$executeRaw`INSERT INTO "Diagnosis" ("id", "subjectId", "code", "assertedOn", "assertedPrecision",
      "abatedOn", "abatedPrecision", "verification")
    SELECT gen_random_uuid(), s."id", t."code", (s."firstAt" + ((random() - 0.7) * 900 || ' days')::interval)::date,
      (ARRAY['day', 'day', 'day', 'month', 'year'])[1 + floor(random() * 5)::int]::"DatePrecision",
      CASE WHEN s."ends" THEN (s."firstAt" + INTERVAL '900 days')::date END,
      CASE WHEN s."ends" THEN 'day'::"DatePrecision" END,
      (ARRAY['confirmed', 'confirmed', 'confirmed', 'confirmed', 'provisional', 'refuted'])
        [1 + floor(random() * 5.3)::int]::"Verification"
    FROM (SELECT p.*, floor(${REGION_CODES}::int * power(random(), 2.5))::int AS "pick",
            random() < 0.06 AS "ends" FROM "person" p, generate_series(1, 2) k WHERE p."who" >= 0.05 AND (k = 1 OR random() < 0.2)
            AND random() < 0.85) s
    JOIN (SELECT "code", row_number() OVER (ORDER BY md5("code")) - 1 AS "pick"
          FROM "DiagnosisTerm" d WHERE NOT EXISTS (SELECT 1 FROM "DiagnosisTermAncestor" a
            WHERE a."ancestorCode" = d."code" AND a."depth" > 0)) t ON t."pick" = s."pick"`;
  await tx.$executeRaw`INSERT INTO "Score" ("id", "subjectId", "name", "value", "takenOn")
    SELECT gen_random_uuid(), "id", 'MMSE', floor(30 - 12 * power(random(), 2)), "firstAt"::date
    FROM "person" WHERE "age" > 60 AND "who" > 0.6`;
}

async function fillExams(tx: Tx, exams: number): Promise<void> {
  await tx.$executeRaw`CREATE TEMPORARY TABLE "coming" ON COMMIT DROP AS
    SELECT gen_random_uuid() AS "visitId", gen_random_uuid() AS "examId", p."id" AS "subjectId", p."site",
      p."age" + (k - 1) AS "age",
      p."firstAt" + ((k - 1) * 365 || ' days')::interval + (random() * 120 - 60 || ' days')::interval AS "at"
    FROM "person" p, generate_series(1, p."visits") k LIMIT ${exams}::int`;
  await tx.$executeRaw`CREATE TEMPORARY TABLE "place" ON COMMIT DROP AS
    SELECT s.n, s."id" AS "siteId", sc."id" AS "scannerId", e."id" AS "epochId", sc."fieldStrengthTesla" AS "field"
    FROM (SELECT "id", row_number() OVER (ORDER BY "code") AS n FROM "Site") s
    JOIN "Scanner" sc ON sc."siteId" = s."id" JOIN "ScannerEpoch" e ON e."scannerId" = sc."id"`;
  await tx.$executeRaw`INSERT INTO "Visit" ("id", "subjectId", "scannerId", "startedAt")
    SELECT c."visitId", c."subjectId", p."scannerId", c."at" FROM "coming" c JOIN "place" p ON p.n = c."site"`;
  await tx.$executeRaw`INSERT INTO "Exam" ("id", "subjectId", "visitId", "siteId", "scannerId", "epochId",
      "studyInstanceUid", "examAt", "ageAtExamYears", "fieldStrengthTesla", "synthetic")
    SELECT c."examId", c."subjectId", c."visitId", p."siteId", p."scannerId", p."epochId", '2.25.' || c."examId",
      c."at", least(c."age", 90), p."field", true FROM "coming" c JOIN "place" p ON p.n = c."site"`;
  await tx.$executeRaw`INSERT INTO "ExamProject" ("examId", "projectId")
    SELECT e."id", m."projectId" FROM "Exam" e JOIN "ProjectMember" m ON m."subjectId" = e."subjectId"`;
}

async function fillSeries(tx: Tx): Promise<void> {
  const rows = SEQUENCES.map(([role, is3D, map, share, tr, te, ti, flip, mm], at) => {
    return { number: at + 1, role, is3D, map, share, tr, te, ti, flip, mm };
  });
  await tx.$executeRaw`INSERT INTO "Series" ("id", "examId", "seriesInstanceUid", "seriesNumber", "description",
      "sopClassUid", "state", "role", "is3D", "map", "contrastAgent", "derived", "hasPixels", "qcState", "rating",
      "repetitionTimeMs", "echoTimesMs", "inversionTimeMs", "flipAngleDeg", "voxelSizeXMm", "voxelSizeYMm",
      "voxelSizeZMm", "voxelSizeMaxMm", "sliceThicknessMm", "bValuesSPerMm2", "directionCount")
    SELECT gen_random_uuid(), e."id", e."studyInstanceUid" || '.' || x."number", x."number", x."role",
      '1.2.840.10008.5.1.4.1.1.4', 'complete', x."role"::"SequenceRole", x."is3D", x."map",
      (CASE WHEN x."role" = 'T1w' AND x."number" = 5 THEN 'yes' ELSE 'no' END)::"ContrastAgent",
      x."map" IS NOT NULL, r."a" < 0.97,
      (CASE WHEN r."b" < 0.03 THEN 'outlier' WHEN r."b" < 0.8 THEN 'typical' ELSE 'unmeasured' END)::"QcState",
      (CASE WHEN r."c" < 0.02 THEN 'unusable' WHEN r."c" < 0.06 THEN 'good' END)::"QcRating",
      x."tr" * (CASE WHEN r."a" < 0.85 THEN 1 ELSE 1 + floor(r."a" * 60) / 500 END) * (1 + length(e."siteId"::text) * ascii(e."siteId"::text) / 100000.0),
      ARRAY[x."te"], x."ti", x."flip" + CASE WHEN r."b" < 0.95 THEN 0 ELSE floor(r."b" * 100) - 90 END, x."mm", x."mm", x."mm",
      x."mm" * (CASE WHEN r."c" < 0.9 THEN 1 ELSE 1 + floor(r."c" * 80) / 500 END), x."mm",
      CASE WHEN x."role" = 'DWI' THEN ARRAY[0, 1000]::float8[] ELSE '{}' END,
      CASE WHEN x."role" = 'DWI' THEN CASE WHEN r."a" < 0.8 THEN 32 ELSE 30 + 2 * floor(r."a" * 20)::int END END
    FROM (SELECT "id", "siteId", "studyInstanceUid" FROM "Exam") e
    CROSS JOIN json_to_recordset(${JSON.stringify(rows)}::json) AS x("number" int, "role" text, "is3D" boolean,
      "map" text, "share" float8, "tr" float8, "te" float8, "ti" float8, "flip" float8, "mm" float8)
    CROSS JOIN LATERAL (SELECT random() AS "a", random() AS "b", random() AS "c", e."id") r
    WHERE random() < x."share"`;
  await tx.$executeRaw`INSERT INTO "Verdict" ("seriesId", "protocolVersionId", "value", "stepOrdinal", "current")
    SELECT s."id", v."id", (CASE WHEN r < 0.72 THEN 'compliant' WHEN r < 0.84 THEN 'minor' WHEN r < 0.92 THEN 'major'
      ELSE 'undetermined' END)::"VerdictValue", 0, true
    FROM (SELECT s."id", s."examId", random() AS r FROM "Series" s
          WHERE s."role" IN ('T1w', 'FLAIR', 'DWI', 'SWI') AND s."map" IS NULL) s
    JOIN (SELECT pv."id", p."code" FROM "ProtocolVersion" pv JOIN "Protocol" p ON p."id" = pv."protocolId") v
      ON v."code" = CASE WHEN ascii(s."examId"::text) % 4 = 0 THEN 'SEP' ELSE 'NEURO' END`;
  await tx.$executeRaw(Prisma.sql`INSERT INTO "ExamProtocol" ("examId", "protocolVersionId", "value", "isWhole")
    SELECT s."examId", v."protocolVersionId",
      (ARRAY['compliant', 'undetermined', 'minor', 'major'])[max(CASE v."value" WHEN 'compliant' THEN 1
        WHEN 'undetermined' THEN 2 WHEN 'minor' THEN 3 ELSE 4 END)]::"VerdictValue", count(*) >= 3
    FROM "Verdict" v JOIN "Series" s ON s."id" = v."seriesId" GROUP BY 1, 2`);
}
