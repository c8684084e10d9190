-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "rulesDecision" JSONB;
