-- AlterTable
ALTER TABLE "Protocol" ADD COLUMN     "ordinal" SERIAL NOT NULL;

-- CreateTable
CREATE TABLE "SearchExam" (
    "examId" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "visitId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "examDay" INTEGER NOT NULL,
    "age" SMALLINT,
    "field" DOUBLE PRECISION NOT NULL,
    "projects" UUID[],
    "protocols" INTEGER[],
    "kinds" INTEGER[],

    CONSTRAINT "SearchExam_pkey" PRIMARY KEY ("examId")
);

-- CreateTable
CREATE TABLE "SearchSubject" (
    "subjectId" UUID NOT NULL,
    "facts" TEXT NOT NULL,

    CONSTRAINT "SearchSubject_pkey" PRIMARY KEY ("subjectId")
);

-- CreateTable
CREATE TABLE "SearchSeriesKind" (
    "id" SERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "facts" TEXT NOT NULL,

    CONSTRAINT "SearchSeriesKind_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SearchChange" (
    "xid" BIGINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SearchChange_pkey" PRIMARY KEY ("xid","kind","id")
);

-- CreateIndex
CREATE INDEX "SearchExam_subjectId_idx" ON "SearchExam"("subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "SearchSeriesKind_digest_key" ON "SearchSeriesKind"("digest");

-- CreateIndex
CREATE INDEX "SearchChange_at_idx" ON "SearchChange"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Protocol_ordinal_key" ON "Protocol"("ordinal");

-- What the read-model must hold, as views over the base tables. Refreshing, rebuilding and checking all read these.

CREATE VIEW "SearchSeriesNow" AS
SELECT s."id" AS "seriesId", s."examId", jsonb_build_array(
    s."role", s."is3D", s."map", s."contrastAgent", s."derived", s."hasPixels", s."qcState", s."rating",
    coalesce((
      SELECT jsonb_agg(DISTINCT jsonb_build_array(p."ordinal", v."value"))
      FROM "Verdict" v JOIN "ProtocolVersion" pv ON pv."id" = v."protocolVersionId"
      JOIN "Protocol" p ON p."id" = pv."protocolId"
      WHERE v."seriesId" = s."id" AND v."current"), '[]'),
    jsonb_build_array(
      s."voxelSizeMaxMm", s."sliceThicknessMm", s."repetitionTimeMs", s."echoTimesMs", s."inversionTimeMs",
      s."flipAngleDeg", s."bValuesSPerMm2", s."directionCount", s."volumeCount", s."multibandFactor",
      s."parallelReductionFactor"))::text AS "facts"
FROM "Series" s;

CREATE VIEW "SearchExamNow" AS
SELECT e."id" AS "examId", e."subjectId", e."visitId", e."siteId", e."scannerId",
  e."examAt"::date - DATE '1970-01-01' AS "examDay", e."ageAtExamYears"::smallint AS "age",
  e."fieldStrengthTesla" AS "field",
  ARRAY(SELECT ep."projectId" FROM "ExamProject" ep WHERE ep."examId" = e."id" ORDER BY 1) AS "projects",
  ARRAY(SELECT p."ordinal" * 16
      + CASE x."value" WHEN 'compliant' THEN 0 WHEN 'minor' THEN 1 WHEN 'major' THEN 2 ELSE 3 END * 4
      + CASE WHEN x."isWhole" IS NULL THEN 0 WHEN x."isWhole" THEN 2 ELSE 1 END
    FROM "ExamProtocol" x JOIN "ProtocolVersion" pv ON pv."id" = x."protocolVersionId"
    JOIN "Protocol" p ON p."id" = pv."protocolId"
    WHERE x."examId" = e."id" AND x."current" ORDER BY 1) AS "protocols"
FROM "Exam" e;

CREATE VIEW "SearchSubjectNow" AS
SELECT s."id" AS "subjectId", jsonb_build_object(
    'sex', s."sex",
    'controls', ARRAY(
      SELECT m."projectId" FROM "ProjectMember" m
      WHERE m."subjectId" = s."id" AND m."status" = 'control' ORDER BY 1),
    'visits', coalesce((
      SELECT jsonb_agg(jsonb_build_array(v."id", v."startedAt"::date - DATE '1970-01-01') ORDER BY v."id")
      FROM "Visit" v WHERE v."subjectId" = s."id"), '[]'),
    'diagnoses', coalesce((
      SELECT jsonb_agg(x."row" ORDER BY x."row") FROM (
        SELECT jsonb_build_array(d."code", d."verification", d."assertedOn" - DATE '1970-01-01',
          d."assertedPrecision", d."abatedOn" - DATE '1970-01-01', d."abatedPrecision") AS "row"
        FROM "Diagnosis" d WHERE d."subjectId" = s."id") x), '[]'),
    'scores', coalesce((
      SELECT jsonb_agg(x."row" ORDER BY x."row") FROM (
        SELECT jsonb_build_array(c."name", c."value", c."takenOn" - DATE '1970-01-01') AS "row"
        FROM "Score" c WHERE c."subjectId" = s."id") x), '[]'))::text AS "facts"
FROM "Subject" s;

-- Rows of these exams as they must be. Locked first, and read in a statement of its own: of two transactions that change
-- one exam at once, the second to get here sees what the first committed. Locks are taken in one order (subjects, exams,
-- kinds, each by its key), so that nobody waits for each other.
CREATE FUNCTION "search_refresh_exams"("ids" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality("ids") = 0 THEN RETURN; END IF;
  INSERT INTO "SearchExam" ("examId", "subjectId", "visitId", "siteId", "scannerId", "examDay", "field")
    SELECT e."id", e."subjectId", e."visitId", e."siteId", e."scannerId", 0, 0 FROM "Exam" e
    WHERE e."id" = ANY("ids") AND NOT EXISTS (SELECT 1 FROM "SearchExam" x WHERE x."examId" = e."id")
    ORDER BY e."id" ON CONFLICT DO NOTHING;
  PERFORM 1 FROM "SearchExam" x WHERE x."examId" = ANY("ids") ORDER BY x."examId" FOR UPDATE;
  WITH "series" AS MATERIALIZED (
    SELECT n."seriesId", n."examId", n."facts", sha256(convert_to(n."facts", 'UTF8')) AS "digest"
    FROM "SearchSeriesNow" n WHERE n."examId" = ANY("ids")
  ), "distinct" AS (
    SELECT DISTINCT ON (s."digest") s."digest", s."facts" FROM "series" s ORDER BY s."digest"
  ), "known" AS MATERIALIZED (
    SELECT k."id", k."digest" FROM "SearchSeriesKind" k JOIN "distinct" d ON d."digest" = k."digest"
  ), "fresh" AS (
    INSERT INTO "SearchSeriesKind" AS k ("digest", "facts")
    SELECT d."digest", d."facts" FROM "distinct" d
    WHERE NOT EXISTS (SELECT 1 FROM "known" o WHERE o."digest" = d."digest") ORDER BY d."digest"
    ON CONFLICT ("digest") DO UPDATE SET "facts" = k."facts" RETURNING k."id", k."digest"
  ), "kind" AS (SELECT * FROM "known" UNION ALL SELECT * FROM "fresh"
  ), "kinds" AS (
    SELECT s."examId", array_agg(k."id" ORDER BY s."seriesId") AS "kinds"
    FROM "series" s JOIN "kind" k ON k."digest" = s."digest" GROUP BY s."examId"
  )
  UPDATE "SearchExam" x SET "subjectId" = n."subjectId", "visitId" = n."visitId", "siteId" = n."siteId",
    "scannerId" = n."scannerId", "examDay" = n."examDay", "age" = n."age", "field" = n."field",
    "projects" = n."projects", "protocols" = n."protocols", "kinds" = coalesce(k."kinds", '{}')
  FROM "SearchExamNow" n LEFT JOIN "kinds" k ON k."examId" = n."examId"
  WHERE n."examId" = ANY("ids") AND x."examId" = n."examId" AND (
    x."subjectId", x."visitId", x."siteId", x."scannerId", x."examDay", x."age", x."field",
    x."projects", x."protocols", x."kinds") IS DISTINCT FROM (
    n."subjectId", n."visitId", n."siteId", n."scannerId", n."examDay", n."age", n."field",
    n."projects", n."protocols", coalesce(k."kinds", '{}'));
  DELETE FROM "SearchExam" x WHERE x."examId" = ANY("ids")
    AND NOT EXISTS (SELECT 1 FROM "Exam" e WHERE e."id" = x."examId");
END $$;

CREATE FUNCTION "search_refresh_subjects"("ids" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality("ids") = 0 THEN RETURN; END IF;
  INSERT INTO "SearchSubject" ("subjectId", "facts") SELECT s."id", '' FROM "Subject" s
    WHERE s."id" = ANY("ids") AND NOT EXISTS (SELECT 1 FROM "SearchSubject" x WHERE x."subjectId" = s."id")
    ORDER BY s."id" ON CONFLICT DO NOTHING;
  PERFORM 1 FROM "SearchSubject" x WHERE x."subjectId" = ANY("ids") ORDER BY x."subjectId" FOR UPDATE;
  UPDATE "SearchSubject" x SET "facts" = n."facts" FROM "SearchSubjectNow" n
    WHERE n."subjectId" = ANY("ids") AND x."subjectId" = n."subjectId" AND x."facts" <> n."facts";
  DELETE FROM "SearchSubject" x WHERE x."subjectId" = ANY("ids")
    AND NOT EXISTS (SELECT 1 FROM "Subject" s WHERE s."id" = x."subjectId");
END $$;

-- Notes what a statement touched. The rows are refreshed once, when the transaction ends: the first note of a round
-- leaves a row of kind 0, on which the deferred trigger below goes off.
CREATE FUNCTION "search_touch"("what" smallint, "ids" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "own" CONSTANT bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF "ids" IS NULL THEN RETURN; END IF;
  INSERT INTO "SearchChange" ("xid", "kind", "id")
    SELECT "own", "what", i FROM unnest("ids") i WHERE i IS NOT NULL ON CONFLICT DO NOTHING;
  IF coalesce(current_setting('ariane.search_round', true), '') <> "own"::text THEN
    PERFORM set_config('ariane.search_round', "own"::text, true);
    INSERT INTO "SearchChange" ("xid", "kind", "id") VALUES ("own", 0, gen_random_uuid());
  END IF;
END $$;

CREATE FUNCTION "search_settle"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('ariane.search_round', '', true);
  PERFORM "search_refresh_subjects"(ARRAY(
    SELECT c."id" FROM "SearchChange" c WHERE c."xid" = NEW."xid" AND c."kind" = 2));
  PERFORM "search_refresh_exams"(ARRAY(
    SELECT c."id" FROM "SearchChange" c WHERE c."xid" = NEW."xid" AND c."kind" = 1));
  PERFORM nextval('catalogue_change');
  DELETE FROM "SearchChange" WHERE ("xid", "kind", "id") IN (
    SELECT c."xid", c."kind", c."id" FROM "SearchChange" c WHERE c."at" < now() - INTERVAL '1 day'
    ORDER BY c."at" LIMIT 1000 FOR UPDATE SKIP LOCKED);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "SearchChange_settle" AFTER INSERT ON "SearchChange"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."kind" = 0) EXECUTE FUNCTION "search_settle"();

-- Everything anew, as after a change of the views.
CREATE FUNCTION "search_rebuild"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "SearchExam", "SearchSubject", "SearchSeriesKind" IN ACCESS EXCLUSIVE MODE;
  DELETE FROM "SearchExam"; DELETE FROM "SearchSubject"; DELETE FROM "SearchSeriesKind";
  INSERT INTO "SearchSubject" SELECT n."subjectId", n."facts" FROM "SearchSubjectNow" n;
  CREATE TEMPORARY TABLE "search_series" ON COMMIT DROP AS
    SELECT n."seriesId", n."examId", n."facts", sha256(convert_to(n."facts", 'UTF8')) AS "digest"
    FROM "SearchSeriesNow" n;
  INSERT INTO "SearchSeriesKind" ("digest", "facts")
    SELECT s."digest", min(s."facts") FROM "search_series" s GROUP BY s."digest";
  INSERT INTO "SearchExam" ("examId", "subjectId", "visitId", "siteId", "scannerId", "examDay", "age", "field",
      "projects", "protocols", "kinds")
    SELECT n."examId", n."subjectId", n."visitId", n."siteId", n."scannerId", n."examDay", n."age", n."field",
      n."projects", n."protocols", coalesce(k."kinds", '{}')
    FROM "SearchExamNow" n LEFT JOIN (
      SELECT s."examId", array_agg(k."id" ORDER BY s."seriesId") AS "kinds"
      FROM "search_series" s JOIN "SearchSeriesKind" k ON k."digest" = s."digest" GROUP BY s."examId"
    ) k ON k."examId" = n."examId" ORDER BY n."subjectId", n."examDay";
  DROP TABLE "search_series";
  PERFORM "search_touch"(4::smallint, ARRAY['00000000-0000-0000-0000-000000000000']::uuid[]);
END $$;

-- After each statement: arguments are the kind, the id over the alias r, and the columns that a search can see.
CREATE FUNCTION "search_note"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "ids" uuid[];
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM "search_rebuild"();
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    EXECUTE format('SELECT array_agg(DISTINCT %s) FROM "after" r', TG_ARGV[1]) INTO "ids";
  ELSIF TG_OP = 'DELETE' THEN
    EXECUTE format('SELECT array_agg(DISTINCT %s) FROM "before" r', TG_ARGV[1]) INTO "ids";
  ELSE
    EXECUTE format('SELECT array_agg(DISTINCT %1$s) FROM (
        (SELECT %2$s FROM "after" EXCEPT ALL SELECT %2$s FROM "before") UNION ALL
        (SELECT %2$s FROM "before" EXCEPT ALL SELECT %2$s FROM "after")) r', TG_ARGV[1], TG_ARGV[2]) INTO "ids";
  END IF;
  PERFORM "search_touch"(TG_ARGV[0]::smallint, "ids");
  RETURN NULL;
END $$;

DO $do$
DECLARE
  "nobody" CONSTANT text := $$'00000000-0000-0000-0000-000000000000'::uuid$$;
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('Exam', 1, 'r."id"', '"id", "subjectId", "visitId", "siteId", "scannerId", "examAt", "ageAtExamYears", "fieldStrengthTesla"'),
    ('Series', 1, 'r."examId"', '"id", "examId", "role", "is3D", "map", "contrastAgent", "derived", "hasPixels", "qcState", "rating", "voxelSizeMaxMm", "sliceThicknessMm", "repetitionTimeMs", "echoTimesMs", "inversionTimeMs", "flipAngleDeg", "bValuesSPerMm2", "directionCount", "volumeCount", "multibandFactor", "parallelReductionFactor"'),
    ('Verdict', 1, '(SELECT s."examId" FROM "Series" s WHERE s."id" = r."seriesId")', '"seriesId", "protocolVersionId", "value", "current"'),
    ('ExamProtocol', 1, 'r."examId"', '"examId", "protocolVersionId", "value", "isWhole", "current"'),
    ('ExamProject', 1, 'r."examId"', '"examId", "projectId"'),
    ('Subject', 2, 'r."id"', '"id", "sex"'),
    ('SubjectSecret', 2, 'r."subjectId"', '"subjectId", "countKey"'),
    ('Visit', 2, 'r."subjectId"', '"id", "subjectId", "startedAt"'),
    ('Diagnosis', 2, 'r."subjectId"', '"id", "subjectId", "code", "verification", "assertedOn", "assertedPrecision", "abatedOn", "abatedPrecision"'),
    ('Score', 2, 'r."subjectId"', '"id", "subjectId", "name", "value", "takenOn"'),
    ('ProjectMember', 2, 'r."subjectId"', '"projectId", "subjectId", "status"'),
    ('Site', 3, "nobody", '"id", "code"'),
    ('Scanner', 3, "nobody", '"id", "siteId", "manufacturer", "model", "fieldStrengthTesla"'),
    ('Project', 3, "nobody", '"id", "code"'),
    ('Protocol', 3, "nobody", '"id", "code", "ordinal"'),
    ('DiagnosisTermAncestor', 3, "nobody", '"ancestorCode", "descendantCode"')
  ) AS x("name", "kind", "id", "columns") LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS "after"
      FOR EACH STATEMENT EXECUTE FUNCTION "search_note"(%L, %L)', t."name" || '_search_insert', t."name", t."kind", t."id");
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS "before"
      FOR EACH STATEMENT EXECUTE FUNCTION "search_note"(%L, %L)', t."name" || '_search_delete', t."name", t."kind", t."id");
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
      FOR EACH STATEMENT EXECUTE FUNCTION "search_note"(%L, %L, %L)', t."name" || '_search_update', t."name", t."kind", t."id", t."columns");
    EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION "search_note"()', t."name" || '_search_truncate', t."name");
  END LOOP;
END $do$;

SELECT "search_rebuild"();
