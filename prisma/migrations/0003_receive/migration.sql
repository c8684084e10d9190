-- CreateEnum
CREATE TYPE "MatchState" AS ENUM ('open', 'merged', 'apart');

-- CreateEnum
CREATE TYPE "MergeState" AS ENUM ('queued', 'running', 'done', 'splitting', 'split', 'failed');

-- CreateEnum
CREATE TYPE "SeriesCompleteness" AS ENUM ('unknown', 'complete', 'incomplete');

-- AlterEnum
ALTER TYPE "DerivedKind" ADD VALUE 'niftiVolume';

-- AlterTable
ALTER TABLE "Scanner" ADD COLUMN     "lastReceivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "silentAfterHours" INTEGER;

-- AlterTable
ALTER TABLE "Series" ADD COLUMN     "bodyPart" TEXT,
ADD COLUMN     "completeness" "SeriesCompleteness" NOT NULL DEFAULT 'unknown',
ADD COLUMN     "deidReport" JSONB,
ADD COLUMN     "deidRulesDigest" BYTEA,
ADD COLUMN     "missingCount" INTEGER,
ADD COLUMN     "showsFace" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Instance" ADD COLUMN     "objectSha256" BYTEA;

-- AlterTable
ALTER TABLE "DerivedObject" ADD COLUMN     "seriesId" UUID;

-- AlterTable
ALTER TABLE "IngestRun" ADD COLUMN     "peerId" UUID,
ADD COLUMN     "sourceCursor" BYTEA,
ADD COLUMN     "sourceHash" BYTEA,
ADD COLUMN     "userId" UUID,
ADD COLUMN     "waiting" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Quarantine" ADD COLUMN     "context" JSONB NOT NULL DEFAULT '{}',
ALTER COLUMN "byteCount" SET DATA TYPE BIGINT;

-- CreateTable
CREATE TABLE "ScannerAlias" (
    "key" BYTEA NOT NULL,
    "scannerId" UUID NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScannerAlias_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "siteId" UUID,
    "scannerId" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedById" UUID,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SubjectTrait" (
    "subjectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "SubjectTrait_pkey" PRIMARY KEY ("subjectId","kind","hash")
);

-- CreateTable
CREATE TABLE "IdentityMatch" (
    "id" UUID NOT NULL,
    "subjectAId" UUID NOT NULL,
    "subjectBId" UUID NOT NULL,
    "agreeing" TEXT[],
    "state" "MatchState" NOT NULL DEFAULT 'open',
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdentityMatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SubjectMerge" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "mergedPseudonym" TEXT NOT NULL,
    "mergedDateOffsetDays" INTEGER NOT NULL,
    "mergedCountKey" BIGINT NOT NULL,
    "mergedUnlinked" BOOLEAN NOT NULL,
    "moved" JSONB NOT NULL,
    "state" "MergeState" NOT NULL DEFAULT 'queued',
    "seriesDone" INTEGER NOT NULL DEFAULT 0,
    "seriesTotal" INTEGER NOT NULL DEFAULT 0,
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SubjectMerge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Opposition" (
    "linkageHash" BYTEA NOT NULL,
    "siteId" UUID NOT NULL,
    "addedById" UUID,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Opposition_pkey" PRIMARY KEY ("linkageHash")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DerivedReference" (
    "derivedObjectId" UUID NOT NULL,
    "uidHash" BYTEA NOT NULL,
    "isSeries" BOOLEAN NOT NULL,
    "linkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DerivedReference_pkey" PRIMARY KEY ("derivedObjectId","uidHash")
);

-- CreateTable
CREATE TABLE "Peer" (
    "id" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "aeTitle" TEXT NOT NULL,
    "addresses" TEXT[],
    "certificate" BYTEA,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "commitHost" TEXT,
    "commitPort" INTEGER,
    "lastContactAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Peer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StorageCommitment" (
    "id" UUID NOT NULL,
    "peerId" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "StorageCommitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SpoolItem" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "byteCount" BIGINT NOT NULL,
    "uidHash" BYTEA,
    "ordinal" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity'::timestamptz,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SpoolItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IngestFate" (
    "itemId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "fate" "Fate" NOT NULL,
    "reason" TEXT NOT NULL,
    "attributes" TEXT[],
    "seriesId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IngestFate_pkey" PRIMARY KEY ("itemId")
);

-- CreateTable
CREATE TABLE "DroppedCreator" (
    "creatorHash" BYTEA NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DroppedCreator_pkey" PRIMARY KEY ("creatorHash")
);

-- CreateTable
CREATE TABLE "FixityPass" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "cursor" BYTEA,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "FixityPass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FixityFailure" (
    "uidHash" BYTEA NOT NULL,
    "seriesId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "foundAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "mendedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FixityFailure_pkey" PRIMARY KEY ("uidHash")
);

-- CreateTable
CREATE TABLE "ProcessBeat" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "workerIds" TEXT[],
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProcessBeat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Notice_acknowledgedAt_at_idx" ON "Notice"("acknowledgedAt", "at");

-- CreateIndex
CREATE INDEX "SubjectTrait_hash_kind_idx" ON "SubjectTrait"("hash", "kind");

-- CreateIndex
CREATE INDEX "IdentityMatch_state_createdAt_idx" ON "IdentityMatch"("state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "IdentityMatch_subjectAId_subjectBId_key" ON "IdentityMatch"("subjectAId", "subjectBId");

-- CreateIndex
CREATE INDEX "SubjectMerge_subjectId_idx" ON "SubjectMerge"("subjectId");

-- CreateIndex
CREATE INDEX "SubjectMerge_state_idx" ON "SubjectMerge"("state");

-- CreateIndex
CREATE INDEX "Opposition_siteId_idx" ON "Opposition"("siteId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- CreateIndex
CREATE INDEX "DerivedReference_uidHash_idx" ON "DerivedReference"("uidHash");

-- CreateIndex
CREATE UNIQUE INDEX "Peer_aeTitle_key" ON "Peer"("aeTitle");

-- CreateIndex
CREATE INDEX "StorageCommitment_answeredAt_dueAt_idx" ON "StorageCommitment"("answeredAt", "dueAt");

-- CreateIndex
CREATE INDEX "SpoolItem_leasedUntil_receivedAt_idx" ON "SpoolItem"("leasedUntil", "receivedAt");

-- CreateIndex
CREATE INDEX "SpoolItem_runId_leasedUntil_receivedAt_idx" ON "SpoolItem"("runId", "leasedUntil", "receivedAt");

-- CreateIndex
CREATE INDEX "SpoolItem_uidHash_idx" ON "SpoolItem"("uidHash");

-- CreateIndex
CREATE INDEX "IngestFate_runId_ordinal_idx" ON "IngestFate"("runId", "ordinal");

-- CreateIndex
CREATE INDEX "FixityPass_startedAt_idx" ON "FixityPass"("startedAt");

-- CreateIndex
CREATE INDEX "FixityFailure_mendedAt_idx" ON "FixityFailure"("mendedAt");

-- CreateIndex
CREATE INDEX "ProcessBeat_kind_seenAt_idx" ON "ProcessBeat"("kind", "seenAt");

-- CreateIndex
CREATE INDEX "DerivedObject_seriesId_idx" ON "DerivedObject"("seriesId");

-- CreateIndex
CREATE INDEX "IngestRun_sourceHash_idx" ON "IngestRun"("sourceHash");

-- AddForeignKey
ALTER TABLE "ScannerAlias" ADD CONSTRAINT "ScannerAlias_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubjectTrait" ADD CONSTRAINT "SubjectTrait_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdentityMatch" ADD CONSTRAINT "IdentityMatch_subjectAId_fkey" FOREIGN KEY ("subjectAId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdentityMatch" ADD CONSTRAINT "IdentityMatch_subjectBId_fkey" FOREIGN KEY ("subjectBId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubjectMerge" ADD CONSTRAINT "SubjectMerge_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Opposition" ADD CONSTRAINT "Opposition_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DerivedObject" ADD CONSTRAINT "DerivedObject_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DerivedReference" ADD CONSTRAINT "DerivedReference_derivedObjectId_fkey" FOREIGN KEY ("derivedObjectId") REFERENCES "DerivedObject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Peer" ADD CONSTRAINT "Peer_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StorageCommitment" ADD CONSTRAINT "StorageCommitment_peerId_fkey" FOREIGN KEY ("peerId") REFERENCES "Peer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IngestRun" ADD CONSTRAINT "IngestRun_peerId_fkey" FOREIGN KEY ("peerId") REFERENCES "Peer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpoolItem" ADD CONSTRAINT "SpoolItem_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IngestFate" ADD CONSTRAINT "IngestFate_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say ------------------------------------------------------------------------------

-- Everything that was received waits or has one fate, at every moment.
ALTER TABLE "IngestRun" DROP CONSTRAINT "IngestRun_accounting_check";
ALTER TABLE "IngestRun" ADD CONSTRAINT "IngestRun_accounting_check" CHECK (
  "received" = "waiting" + "stored" + "duplicate" + "quarantined" + "refused" AND
  "waiting" >= 0 AND "stored" >= 0 AND "duplicate" >= 0 AND "quarantined" >= 0 AND "refused" >= 0
);
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_object_check" CHECK (octet_length("objectSha256") = 32);
ALTER TABLE "IdentityMatch" ADD CONSTRAINT "IdentityMatch_order_check" CHECK ("subjectAId" < "subjectBId");
ALTER TABLE "Peer" ADD CONSTRAINT "Peer_title_check" CHECK (length("aeTitle") BETWEEN 1 AND 16);
