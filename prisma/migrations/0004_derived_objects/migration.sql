-- AlterTable
ALTER TABLE "DerivedObject" ADD COLUMN     "labels" TEXT[],
ADD COLUMN     "objectSha256" BYTEA;
