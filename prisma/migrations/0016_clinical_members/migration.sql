-- AlterTable
ALTER TABLE "ClinicalImport" ADD COLUMN     "memberCount" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ProjectMember" ADD COLUMN     "importId" UUID;

-- CreateIndex
CREATE INDEX "ProjectMember_importId_idx" ON "ProjectMember"("importId");

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ClinicalImport"("id") ON DELETE SET NULL ON UPDATE CASCADE;
