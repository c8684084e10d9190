-- AlterTable
ALTER TABLE "IngestRun" ADD COLUMN     "holderId" UUID;
