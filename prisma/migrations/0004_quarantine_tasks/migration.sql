-- CreateEnum
CREATE TYPE "QuarantineTaskKind" AS ENUM ('release', 'erase');

-- CreateTable
CREATE TABLE "QuarantineTask" (
    "id" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "kind" "QuarantineTaskKind" NOT NULL,
    "selection" JSONB NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "QuarantineTask_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "QuarantineTask_siteId_finishedAt_idx" ON "QuarantineTask"("siteId", "finishedAt");

-- CreateIndex
CREATE INDEX "Notice_scannerId_idx" ON "Notice"("scannerId");

-- CreateIndex
CREATE INDEX "ExamClock_receivedAt_idx" ON "ExamClock"("receivedAt");

-- CreateIndex
CREATE INDEX "Quarantine_siteId_erasedAt_reason_idx" ON "Quarantine"("siteId", "erasedAt", "reason");

-- CreateIndex
CREATE INDEX "Quarantine_erasedAt_heldAt_idx" ON "Quarantine"("erasedAt", "heldAt");

-- AddForeignKey
ALTER TABLE "QuarantineTask" ADD CONSTRAINT "QuarantineTask_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
