-- CreateTable
CREATE TABLE "IngestArchive" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "byteCount" BIGINT NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "closesRun" BOOLEAN NOT NULL DEFAULT false,
    "unpackedAt" TIMESTAMPTZ(3),

    CONSTRAINT "IngestArchive_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "IngestArchive_runId_ordinal_key" ON "IngestArchive"("runId", "ordinal");

-- AddForeignKey
ALTER TABLE "IngestArchive" ADD CONSTRAINT "IngestArchive_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;
