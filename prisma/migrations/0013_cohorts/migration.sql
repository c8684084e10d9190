-- AlterTable
ALTER TABLE "DiagnosisTerm" ADD COLUMN     "list" TEXT NOT NULL DEFAULT 'doid',
ADD COLUMN     "orpha" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Diagnosis" ADD COLUMN     "importId" UUID;

-- AlterTable
ALTER TABLE "Score" ADD COLUMN     "importId" UUID;

-- AlterTable
ALTER TABLE "Cohort" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "CohortVersion" DROP COLUMN "members",
ADD COLUMN     "citationCode" TEXT NOT NULL,
ADD COLUMN     "examCount" INTEGER NOT NULL,
ADD COLUMN     "frozenById" UUID NOT NULL,
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "seriesCount" INTEGER NOT NULL,
ADD COLUMN     "subjectCount" INTEGER NOT NULL;

-- CreateTable
CREATE TABLE "ClinicalImport" (
    "id" UUID NOT NULL,
    "siteId" UUID,
    "importedById" UUID,
    "importedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fileSha256" BYTEA NOT NULL,
    "diagnosisCount" INTEGER NOT NULL DEFAULT 0,
    "scoreCount" INTEGER NOT NULL DEFAULT 0,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClinicalImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CohortShare" (
    "id" UUID NOT NULL,
    "cohortId" UUID NOT NULL,
    "userId" UUID,
    "projectId" UUID,
    "mayEdit" BOOLEAN NOT NULL DEFAULT false,
    "sharedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CohortShare_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CohortRun" (
    "id" UUID NOT NULL,
    "cohortId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "ranAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "criteria" JSONB NOT NULL,
    "dataVersion" TEXT NOT NULL,
    "subjects" TEXT NOT NULL,
    "exams" TEXT NOT NULL,
    "series" TEXT NOT NULL,

    CONSTRAINT "CohortRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CohortExam" (
    "versionId" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "CohortExam_pkey" PRIMARY KEY ("versionId","examId")
);

-- CreateTable
CREATE TABLE "CohortSeries" (
    "versionId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "CohortSeries_pkey" PRIMARY KEY ("versionId","seriesId")
);

-- CreateIndex
CREATE INDEX "ClinicalImport_importedAt_idx" ON "ClinicalImport"("importedAt");

-- CreateIndex
CREATE INDEX "CohortShare_userId_idx" ON "CohortShare"("userId");

-- CreateIndex
CREATE INDEX "CohortShare_projectId_idx" ON "CohortShare"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "CohortShare_cohortId_userId_projectId_key" ON "CohortShare"("cohortId", "userId", "projectId");

-- CreateIndex
CREATE INDEX "CohortRun_cohortId_ranAt_idx" ON "CohortRun"("cohortId", "ranAt");

-- CreateIndex
CREATE INDEX "CohortExam_examId_idx" ON "CohortExam"("examId");

-- CreateIndex
CREATE INDEX "CohortExam_subjectId_idx" ON "CohortExam"("subjectId");

-- CreateIndex
CREATE INDEX "CohortSeries_seriesId_idx" ON "CohortSeries"("seriesId");

-- CreateIndex
CREATE INDEX "Diagnosis_importId_idx" ON "Diagnosis"("importId");

-- CreateIndex
CREATE INDEX "Score_importId_idx" ON "Score"("importId");

-- CreateIndex
CREATE INDEX "Cohort_ownerId_idx" ON "Cohort"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "CohortVersion_citationCode_key" ON "CohortVersion"("citationCode");

-- AddForeignKey
ALTER TABLE "Diagnosis" ADD CONSTRAINT "Diagnosis_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ClinicalImport"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ClinicalImport"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClinicalImport" ADD CONSTRAINT "ClinicalImport_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortShare" ADD CONSTRAINT "CohortShare_cohortId_fkey" FOREIGN KEY ("cohortId") REFERENCES "Cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortShare" ADD CONSTRAINT "CohortShare_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortShare" ADD CONSTRAINT "CohortShare_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortRun" ADD CONSTRAINT "CohortRun_cohortId_fkey" FOREIGN KEY ("cohortId") REFERENCES "Cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortRun" ADD CONSTRAINT "CohortRun_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortVersion" ADD CONSTRAINT "CohortVersion_frozenById_fkey" FOREIGN KEY ("frozenById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortExam" ADD CONSTRAINT "CohortExam_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "CohortVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortSeries" ADD CONSTRAINT "CohortSeries_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "CohortVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A frozen cohort never changes: it is cited.
CREATE FUNCTION "refuse_change_of_frozen_cohort"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen cohort cannot be changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "CohortVersion_is_frozen" BEFORE UPDATE OR DELETE ON "CohortVersion"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen_cohort"();
CREATE TRIGGER "CohortExam_is_frozen" BEFORE UPDATE OR DELETE ON "CohortExam"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen_cohort"();
CREATE TRIGGER "CohortSeries_is_frozen" BEFORE UPDATE OR DELETE ON "CohortSeries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen_cohort"();

-- Counts the changes that a search can see; its last value names the state of the data.
CREATE SEQUENCE "catalogue_change";
