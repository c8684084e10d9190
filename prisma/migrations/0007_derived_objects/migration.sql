-- AlterTable
ALTER TABLE "DerivedObject" ADD COLUMN     "labels" TEXT[],
ADD COLUMN     "objectSha256" BYTEA;

-- 0 T is only the stand-in for the scanner of an exam of which nothing but derived objects has come.
ALTER TABLE "Scanner" DROP CONSTRAINT "Scanner_field_check";
ALTER TABLE "Scanner" ADD CONSTRAINT "Scanner_field_check" CHECK ("fieldStrengthTesla" < 25 AND ("fieldStrengthTesla" > 0
  OR ("fieldStrengthTesla" = 0 AND "manufacturer" = 'Other' AND "model" = 'unknown' AND "serialHash" IS NULL)));
