-- A beat says where its process runs. Beats are seconds old: none is worth keeping.
DELETE FROM "ProcessBeat";

-- AlterTable
ALTER TABLE "ProcessBeat" ADD COLUMN     "host" TEXT NOT NULL,
ADD COLUMN     "pid" INTEGER NOT NULL;
