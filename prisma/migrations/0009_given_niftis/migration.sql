-- AlterTable
ALTER TABLE "DerivedObject" ADD COLUMN     "byteCount" INTEGER;

-- CreateTable
CREATE TABLE "GivenNifti" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "sourceSeriesId" UUID NOT NULL,
    "ontoOrdinal" INTEGER,
    "content" TEXT NOT NULL,
    "fate" "Fate",
    "reason" TEXT,
    "seriesId" UUID,

    CONSTRAINT "GivenNifti_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "GivenNifti_runId_idx" ON "GivenNifti"("runId");

-- CreateIndex
CREATE INDEX "GivenNifti_sourceSeriesId_idx" ON "GivenNifti"("sourceSeriesId");

-- AddForeignKey
ALTER TABLE "GivenNifti" ADD CONSTRAINT "GivenNifti_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GivenNifti" ADD CONSTRAINT "GivenNifti_sourceSeriesId_fkey" FOREIGN KEY ("sourceSeriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "GivenNifti" ADD CONSTRAINT "GivenNifti_fate_check" CHECK (("fate" IS NULL) = ("reason" IS NULL));
