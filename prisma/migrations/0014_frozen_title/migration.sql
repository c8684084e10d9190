-- AlterTable
ALTER TABLE "CohortVersion" ADD COLUMN     "title" TEXT NOT NULL DEFAULT '';
