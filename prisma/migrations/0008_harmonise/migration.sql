-- CreateEnum
CREATE TYPE "AssignmentKind" AS ENUM ('project', 'studyDescription', 'protocolName');

-- CreateEnum
CREATE TYPE "QcState" AS ENUM ('unmeasured', 'typical', 'outlier');

-- CreateEnum
CREATE TYPE "QcRating" AS ENUM ('good', 'usable', 'unusable');

-- DropForeignKey
ALTER TABLE "ProtocolStep" DROP CONSTRAINT "ProtocolStep_protocolVersionId_fkey";

-- DropIndex
DROP INDEX "ExamProtocol_protocolVersionId_idx";

-- DropIndex
DROP INDEX "Verdict_protocolVersionId_value_idx";

-- AlterTable
ALTER TABLE "Series" ADD COLUMN     "acquisitionMatrix" INTEGER[],
ADD COLUMN     "directionCount" INTEGER,
ADD COLUMN     "parallelReductionFactorSlice" DOUBLE PRECISION,
ADD COLUMN     "partialFourier" DOUBLE PRECISION,
ADD COLUMN     "phaseEncodingDirection" TEXT,
ADD COLUMN     "phaseEncodingPolarity" INTEGER,
ADD COLUMN     "pulseSequenceName" TEXT,
ADD COLUMN     "qcState" "QcState" NOT NULL DEFAULT 'unmeasured',
ADD COLUMN     "rating" "QcRating",
ADD COLUMN     "sliceSpacingMm" DOUBLE PRECISION,
ADD COLUMN     "sliceThicknessMm" DOUBLE PRECISION,
ADD COLUMN     "sliceTimingMs" DOUBLE PRECISION[],
ADD COLUMN     "totalReadoutTimeMs" DOUBLE PRECISION,
ADD COLUMN     "volumeCount" INTEGER;

-- AlterTable
ALTER TABLE "ProtocolVersion" ADD COLUMN     "content" JSONB NOT NULL DEFAULT '{"steps":[],"pairs":[]}',
ADD COLUMN     "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "createdById" UUID,
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "supersededAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ExamProtocol" ADD COLUMN     "byHand" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "current" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "findings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "isWhole" BOOLEAN,
ADD COLUMN     "value" "VerdictValue" NOT NULL DEFAULT 'undetermined';

-- AlterTable
ALTER TABLE "Verdict" ADD COLUMN     "current" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "stepOrdinal" INTEGER;

-- DropTable
DROP TABLE "ProtocolStep";

-- CreateTable
CREATE TABLE "AssignmentRule" (
    "id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" "AssignmentKind" NOT NULL,
    "projectId" UUID,
    "pattern" TEXT,

    CONSTRAINT "AssignmentRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssignmentRuleProtocol" (
    "ruleId" UUID NOT NULL,
    "protocolId" UUID NOT NULL,

    CONSTRAINT "AssignmentRuleProtocol_pkey" PRIMARY KEY ("ruleId","protocolId")
);

-- CreateTable
CREATE TABLE "ExamProtocolChoice" (
    "examId" UUID NOT NULL,
    "protocolId" UUID NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ExamProtocolChoice_pkey" PRIMARY KEY ("examId","protocolId")
);

-- CreateTable
CREATE TABLE "JudgingTask" (
    "id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "selection" JSONB NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "JudgingTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoleCorrection" (
    "id" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "description" TEXT NOT NULL,
    "volumeKey" TEXT NOT NULL,
    "role" "SequenceRole" NOT NULL,
    "map" TEXT,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RoleCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SeriesQc" (
    "seriesId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "failure" TEXT,
    "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SeriesQc_pkey" PRIMARY KEY ("seriesId")
);

-- CreateTable
CREATE TABLE "QcMetric" (
    "seriesId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "QcMetric_pkey" PRIMARY KEY ("seriesId","name")
);

-- CreateTable
CREATE TABLE "SeriesRating" (
    "id" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "rating" "QcRating" NOT NULL,
    "comments" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "SeriesRating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScannerFinding" (
    "id" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "role" "SequenceRole" NOT NULL DEFAULT 'unknown',
    "subject" TEXT NOT NULL,
    "sinceOn" DATE NOT NULL,
    "epochId" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "detectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedById" UUID,

    CONSTRAINT "ScannerFinding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HarmonisationModel" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "features" TEXT[],
    "covariates" JSONB NOT NULL,
    "group" JSONB NOT NULL,
    "batches" JSONB NOT NULL,
    "model" JSONB NOT NULL,
    "subjectCount" INTEGER NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HarmonisationModel_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AssignmentRule_ordinal_key" ON "AssignmentRule"("ordinal");

-- CreateIndex
CREATE INDEX "AssignmentRuleProtocol_protocolId_idx" ON "AssignmentRuleProtocol"("protocolId");

-- CreateIndex
CREATE INDEX "ExamProtocolChoice_protocolId_idx" ON "ExamProtocolChoice"("protocolId");

-- CreateIndex
CREATE INDEX "JudgingTask_finishedAt_createdAt_idx" ON "JudgingTask"("finishedAt", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "RoleCorrection_scannerId_description_volumeKey_key" ON "RoleCorrection"("scannerId", "description", "volumeKey");

-- CreateIndex
CREATE INDEX "QcMetric_name_idx" ON "QcMetric"("name");

-- CreateIndex
CREATE INDEX "SeriesRating_seriesId_at_idx" ON "SeriesRating"("seriesId", "at");

-- CreateIndex
CREATE INDEX "ScannerFinding_scannerId_closedAt_idx" ON "ScannerFinding"("scannerId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ScannerFinding_scannerId_kind_role_subject_sinceOn_key" ON "ScannerFinding"("scannerId", "kind", "role", "subject", "sinceOn");

-- CreateIndex
CREATE UNIQUE INDEX "HarmonisationModel_name_version_key" ON "HarmonisationModel"("name", "version");

-- CreateIndex
CREATE INDEX "ExamProtocol_protocolVersionId_current_idx" ON "ExamProtocol"("protocolVersionId", "current");

-- CreateIndex
CREATE INDEX "Verdict_protocolVersionId_current_value_idx" ON "Verdict"("protocolVersionId", "current", "value");

-- AddForeignKey
ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRuleProtocol" ADD CONSTRAINT "AssignmentRuleProtocol_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "AssignmentRule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRuleProtocol" ADD CONSTRAINT "AssignmentRuleProtocol_protocolId_fkey" FOREIGN KEY ("protocolId") REFERENCES "Protocol"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProtocolChoice" ADD CONSTRAINT "ExamProtocolChoice_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProtocolChoice" ADD CONSTRAINT "ExamProtocolChoice_protocolId_fkey" FOREIGN KEY ("protocolId") REFERENCES "Protocol"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleCorrection" ADD CONSTRAINT "RoleCorrection_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SeriesQc" ADD CONSTRAINT "SeriesQc_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QcMetric" ADD CONSTRAINT "QcMetric_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SeriesRating" ADD CONSTRAINT "SeriesRating_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SeriesRating" ADD CONSTRAINT "SeriesRating_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScannerFinding" ADD CONSTRAINT "ScannerFinding_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HarmonisationModel" ADD CONSTRAINT "HarmonisationModel_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What stands there was made for the demonstration, in a form of its own: nothing has judged a series so far.
DELETE FROM "Verdict";

-- A version that a later one has superseded is out of the way.
CREATE OR REPLACE FUNCTION protocol_version_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Protocol" WHERE "id" = NEW."protocolId" FOR UPDATE;
  IF NEW."supersededAt" IS NULL AND EXISTS (
    SELECT 1 FROM "ProtocolVersion" v
    WHERE v."protocolId" = NEW."protocolId" AND v."id" <> NEW."id" AND v."supersededAt" IS NULL
      AND daterange(v."validFrom", v."validUntil") && daterange(NEW."validFrom", NEW."validUntil")
  ) THEN
    RAISE EXCEPTION 'versions of a protocol overlap in time' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;

-- Verdicts are read by the content they were given by: it stays as it was written.
CREATE FUNCTION protocol_content_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the content of a protocol version never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "ProtocolVersion_final" BEFORE UPDATE OF "content", "protocolId", "version" ON "ProtocolVersion"
  FOR EACH ROW WHEN (OLD."content" IS DISTINCT FROM NEW."content" OR OLD."protocolId" <> NEW."protocolId"
    OR OLD."version" <> NEW."version")
  EXECUTE FUNCTION protocol_content_is_final();
