-- AlterTable
ALTER TABLE "SeriesQc" ADD COLUMN     "absences" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "comparedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "SeriesQc_comparedAt_idx" ON "SeriesQc"("comparedAt");
