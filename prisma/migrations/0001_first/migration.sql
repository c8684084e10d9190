-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Manufacturer" AS ENUM ('Siemens', 'Philips', 'GE', 'Canon', 'UIH', 'Other');

-- CreateEnum
CREATE TYPE "EpochKind" AS ENUM ('software', 'hardware');

-- CreateEnum
CREATE TYPE "Sex" AS ENUM ('female', 'male', 'other', 'unknown');

-- CreateEnum
CREATE TYPE "DatePrecision" AS ENUM ('day', 'month', 'year');

-- CreateEnum
CREATE TYPE "Verification" AS ENUM ('confirmed', 'provisional', 'refuted');

-- CreateEnum
CREATE TYPE "SequenceRole" AS ENUM ('T1w', 'T2w', 'PDw', 'FLAIR', 'DIR', 'DWI', 'SWI', 'T2star', 'BOLD', 'ASL', 'DSC', 'DCE', 'MP2RAGE', 'TOF', 'fieldmap', 'MRS', 'SBRef', 'localiser', 'unknown');

-- CreateEnum
CREATE TYPE "Component" AS ENUM ('magnitude', 'phase', 'real', 'imaginary', 'mixed');

-- CreateEnum
CREATE TYPE "ContrastAgent" AS ENUM ('yes', 'no', 'unknown');

-- CreateEnum
CREATE TYPE "SeriesState" AS ENUM ('arriving', 'complete', 'failed');

-- CreateEnum
CREATE TYPE "VolumeKind" AS ENUM ('volume', 'stack');

-- CreateEnum
CREATE TYPE "MemberStatus" AS ENUM ('patient', 'control');

-- CreateEnum
CREATE TYPE "VerdictValue" AS ENUM ('compliant', 'minor', 'major', 'undetermined');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('neuroscientist', 'clinician', 'dataManager', 'admin');

-- CreateEnum
CREATE TYPE "GrantScope" AS ENUM ('network', 'site', 'project');

-- CreateEnum
CREATE TYPE "GrantLevel" AS ENUM ('count', 'browse', 'view', 'export');

-- CreateEnum
CREATE TYPE "RequestState" AS ENUM ('open', 'accepted', 'declined', 'withdrawn');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "DerivedKind" AS ENUM ('segmentation', 'parametricMap', 'measurementReport', 'registration');

-- CreateEnum
CREATE TYPE "Fate" AS ENUM ('stored', 'duplicate', 'quarantined', 'refused');

-- CreateTable
CREATE TABLE "Site" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Scanner" (
    "id" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "manufacturer" "Manufacturer" NOT NULL,
    "model" TEXT NOT NULL,
    "fieldStrengthTesla" DOUBLE PRECISION NOT NULL,
    "serialHash" BYTEA,
    "label" TEXT,
    "retiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Scanner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScannerEpoch" (
    "id" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "kind" "EpochKind" NOT NULL DEFAULT 'software',
    "softwareVersions" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,

    CONSTRAINT "ScannerEpoch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Subject" (
    "id" UUID NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "sex" "Sex" NOT NULL DEFAULT 'unknown',
    "unlinked" BOOLEAN NOT NULL DEFAULT false,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "phantom" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SubjectSecret" (
    "subjectId" UUID NOT NULL,
    "dateOffsetDays" INTEGER NOT NULL,
    "countKey" BIGINT NOT NULL,

    CONSTRAINT "SubjectSecret_pkey" PRIMARY KEY ("subjectId")
);

-- CreateTable
CREATE TABLE "SubjectLink" (
    "linkageHash" BYTEA NOT NULL,
    "subjectId" UUID NOT NULL,
    "siteId" UUID NOT NULL,

    CONSTRAINT "SubjectLink_pkey" PRIMARY KEY ("linkageHash")
);

-- CreateTable
CREATE TABLE "DiagnosisTerm" (
    "code" TEXT NOT NULL,
    "labelEn" TEXT NOT NULL,
    "labelFr" TEXT NOT NULL,
    "synonyms" TEXT[],
    "icd10" TEXT[],

    CONSTRAINT "DiagnosisTerm_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "DiagnosisTermAncestor" (
    "ancestorCode" TEXT NOT NULL,
    "descendantCode" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,

    CONSTRAINT "DiagnosisTermAncestor_pkey" PRIMARY KEY ("ancestorCode","descendantCode")
);

-- CreateTable
CREATE TABLE "Diagnosis" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "onsetOn" DATE,
    "onsetPrecision" "DatePrecision",
    "assertedOn" DATE NOT NULL,
    "assertedPrecision" "DatePrecision" NOT NULL DEFAULT 'day',
    "abatedOn" DATE,
    "abatedPrecision" "DatePrecision",
    "verification" "Verification" NOT NULL DEFAULT 'confirmed',

    CONSTRAINT "Diagnosis_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Score" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "unit" TEXT,
    "takenOn" DATE NOT NULL,

    CONSTRAINT "Score_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Visit" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "monthsFromFirst" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Exam" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "visitId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "scannerId" UUID NOT NULL,
    "epochId" UUID NOT NULL,
    "studyInstanceUid" TEXT NOT NULL,
    "examAt" TIMESTAMP(3) NOT NULL,
    "ageAtExamYears" INTEGER,
    "description" TEXT,
    "fieldStrengthTesla" DOUBLE PRECISION NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Exam_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExamClock" (
    "examId" UUID NOT NULL,
    "acquiredAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ExamClock_pkey" PRIMARY KEY ("examId")
);

-- CreateTable
CREATE TABLE "Series" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "seriesInstanceUid" TEXT NOT NULL,
    "seriesNumber" INTEGER,
    "description" TEXT,
    "protocolName" TEXT,
    "sopClassUid" TEXT NOT NULL,
    "state" "SeriesState" NOT NULL DEFAULT 'arriving',
    "failure" TEXT,
    "instanceCount" INTEGER NOT NULL DEFAULT 0,
    "frameCount" INTEGER NOT NULL DEFAULT 0,
    "byteCount" BIGINT NOT NULL DEFAULT 0,
    "deidProfile" TEXT,
    "hasPixels" BOOLEAN NOT NULL DEFAULT false,
    "role" "SequenceRole" NOT NULL DEFAULT 'unknown',
    "map" TEXT,
    "component" "Component" NOT NULL DEFAULT 'magnitude',
    "contrastAgent" "ContrastAgent" NOT NULL DEFAULT 'unknown',
    "is3D" BOOLEAN,
    "derived" BOOLEAN NOT NULL DEFAULT false,
    "voxelSizeXMm" DOUBLE PRECISION,
    "voxelSizeYMm" DOUBLE PRECISION,
    "voxelSizeZMm" DOUBLE PRECISION,
    "voxelSizeMaxMm" DOUBLE PRECISION,
    "repetitionTimeMs" DOUBLE PRECISION,
    "echoTimesMs" DOUBLE PRECISION[],
    "inversionTimeMs" DOUBLE PRECISION,
    "flipAngleDeg" DOUBLE PRECISION,
    "pixelBandwidthHzPerPixel" DOUBLE PRECISION,
    "echoTrainLength" INTEGER,
    "parallelReductionFactor" DOUBLE PRECISION,
    "multibandFactor" INTEGER,
    "phaseEncodingAxis" TEXT,
    "receiveCoil" TEXT,
    "scanningSequence" TEXT[],
    "sequenceVariant" TEXT[],
    "imageType" TEXT[],
    "bValuesSPerMm2" DOUBLE PRECISION[],

    CONSTRAINT "Series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Volume" (
    "id" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" "VolumeKind" NOT NULL,
    "role" "SequenceRole" NOT NULL DEFAULT 'unknown',
    "roleRule" TEXT NOT NULL DEFAULT 'none',
    "roleConfidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "map" TEXT,
    "component" "Component" NOT NULL DEFAULT 'magnitude',
    "contrastAgent" "ContrastAgent" NOT NULL DEFAULT 'unknown',
    "is3D" BOOLEAN,
    "derived" BOOLEAN NOT NULL DEFAULT false,
    "nx" INTEGER NOT NULL,
    "ny" INTEGER NOT NULL,
    "nz" INTEGER NOT NULL,
    "nt" INTEGER NOT NULL DEFAULT 1,
    "fourthAxis" TEXT NOT NULL DEFAULT 'none',
    "voxelSizeXMm" DOUBLE PRECISION,
    "voxelSizeYMm" DOUBLE PRECISION,
    "voxelSizeZMm" DOUBLE PRECISION,
    "frameOfReferenceUid" TEXT,
    "echoTimeMs" DOUBLE PRECISION,
    "manifest" JSONB,
    "viewByteCount" BIGINT,
    "hasThumbnail" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Volume_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Instance" (
    "uidHash" BYTEA NOT NULL,
    "seriesId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "byteCount" INTEGER NOT NULL,
    "frameCount" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Instance_pkey" PRIMARY KEY ("uidHash")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProjectMember" (
    "projectId" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "status" "MemberStatus" NOT NULL,

    CONSTRAINT "ProjectMember_pkey" PRIMARY KEY ("projectId","subjectId")
);

-- CreateTable
CREATE TABLE "ExamProject" (
    "examId" UUID NOT NULL,
    "projectId" UUID NOT NULL,

    CONSTRAINT "ExamProject_pkey" PRIMARY KEY ("examId","projectId")
);

-- CreateTable
CREATE TABLE "Protocol" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Protocol_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProtocolVersion" (
    "id" UUID NOT NULL,
    "protocolId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "validFrom" DATE NOT NULL,
    "validUntil" DATE,

    CONSTRAINT "ProtocolVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProtocolStep" (
    "id" UUID NOT NULL,
    "protocolVersionId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "role" "SequenceRole" NOT NULL,
    "is3D" BOOLEAN,
    "required" BOOLEAN NOT NULL DEFAULT true,
    "rules" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "ProtocolStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExamProtocol" (
    "examId" UUID NOT NULL,
    "protocolVersionId" UUID NOT NULL,

    CONSTRAINT "ExamProtocol_pkey" PRIMARY KEY ("examId","protocolVersionId")
);

-- CreateTable
CREATE TABLE "Verdict" (
    "seriesId" UUID NOT NULL,
    "protocolVersionId" UUID NOT NULL,
    "value" "VerdictValue" NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Verdict_pkey" PRIMARY KEY ("seriesId","protocolVersionId")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "roles" "Role"[],
    "locale" TEXT,
    "theme" TEXT,
    "sessionVersion" INTEGER NOT NULL DEFAULT 0,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "roles" "Role"[],
    "tokenHash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "invitedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "scope" "GrantScope" NOT NULL,
    "siteId" UUID,
    "projectId" UUID,
    "level" "GrantLevel" NOT NULL,
    "trueDates" BOOLEAN NOT NULL DEFAULT false,
    "purpose" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "grantedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "siteId" UUID,
    "projectId" UUID,
    "level" "GrantLevel" NOT NULL,
    "purpose" TEXT NOT NULL,
    "criteria" JSONB,
    "state" "RequestState" NOT NULL DEFAULT 'open',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DataUseAgreement" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DataUseAgreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorId" UUID,
    "agent" TEXT NOT NULL DEFAULT 'user',
    "type" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Measurement" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "volumeId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "pointsMm" JSONB NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,
    "label" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Measurement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Cohort" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "criteria" JSONB NOT NULL,

    CONSTRAINT "Cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CohortVersion" (
    "id" UUID NOT NULL,
    "cohortId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "criteria" JSONB NOT NULL,
    "dataVersion" TEXT NOT NULL,
    "members" JSONB NOT NULL,
    "digest" BYTEA NOT NULL,
    "frozenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CohortVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Biomarker" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "examId" UUID,
    "scannerId" UUID,
    "runId" UUID,
    "name" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,

    CONSTRAINT "Biomarker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Processor" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "Processor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProcessorRun" (
    "id" UUID NOT NULL,
    "processorId" UUID NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'queued',

    CONSTRAINT "ProcessorRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DerivedObject" (
    "id" UUID NOT NULL,
    "kind" "DerivedKind" NOT NULL,
    "sopInstanceUid" TEXT NOT NULL,
    "runId" UUID,

    CONSTRAINT "DerivedObject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DerivedSource" (
    "derivedObjectId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,

    CONSTRAINT "DerivedSource_pkey" PRIMARY KEY ("derivedObjectId","seriesId")
);

-- CreateTable
CREATE TABLE "Withdrawal" (
    "id" UUID NOT NULL,
    "subjectId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "honouredAt" TIMESTAMPTZ(3),

    CONSTRAINT "Withdrawal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IngestRun" (
    "id" UUID NOT NULL,
    "door" TEXT NOT NULL,
    "siteId" UUID,
    "received" INTEGER NOT NULL DEFAULT 0,
    "stored" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "IngestRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IngestOutcome" (
    "runId" UUID NOT NULL,
    "fate" "Fate" NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "IngestOutcome_pkey" PRIMARY KEY ("runId","fate","reason")
);

-- CreateTable
CREATE TABLE "Quarantine" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "siteId" UUID,
    "reason" TEXT NOT NULL,
    "attributes" TEXT[],
    "byteCount" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "heldAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Site_code_key" ON "Site"("code");

-- CreateIndex
CREATE UNIQUE INDEX "Scanner_serialHash_key" ON "Scanner"("serialHash");

-- CreateIndex
CREATE INDEX "Scanner_siteId_idx" ON "Scanner"("siteId");

-- CreateIndex
CREATE INDEX "Scanner_manufacturer_model_idx" ON "Scanner"("manufacturer", "model");

-- CreateIndex
CREATE INDEX "ScannerEpoch_scannerId_startedAt_idx" ON "ScannerEpoch"("scannerId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ScannerEpoch_scannerId_kind_softwareVersions_startedAt_key" ON "ScannerEpoch"("scannerId", "kind", "softwareVersions", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Subject_pseudonym_key" ON "Subject"("pseudonym");

-- CreateIndex
CREATE INDEX "SubjectLink_subjectId_idx" ON "SubjectLink"("subjectId");

-- CreateIndex
CREATE INDEX "DiagnosisTermAncestor_descendantCode_idx" ON "DiagnosisTermAncestor"("descendantCode");

-- CreateIndex
CREATE INDEX "Diagnosis_subjectId_assertedOn_idx" ON "Diagnosis"("subjectId", "assertedOn");

-- CreateIndex
CREATE INDEX "Diagnosis_code_subjectId_idx" ON "Diagnosis"("code", "subjectId");

-- CreateIndex
CREATE INDEX "Score_subjectId_name_takenOn_idx" ON "Score"("subjectId", "name", "takenOn");

-- CreateIndex
CREATE INDEX "Score_name_value_idx" ON "Score"("name", "value");

-- CreateIndex
CREATE INDEX "Visit_subjectId_startedAt_idx" ON "Visit"("subjectId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Exam_studyInstanceUid_key" ON "Exam"("studyInstanceUid");

-- CreateIndex
CREATE INDEX "Exam_subjectId_examAt_idx" ON "Exam"("subjectId", "examAt");

-- CreateIndex
CREATE INDEX "Exam_siteId_idx" ON "Exam"("siteId");

-- CreateIndex
CREATE INDEX "Exam_scannerId_idx" ON "Exam"("scannerId");

-- CreateIndex
CREATE INDEX "Exam_visitId_idx" ON "Exam"("visitId");

-- CreateIndex
CREATE INDEX "Exam_fieldStrengthTesla_idx" ON "Exam"("fieldStrengthTesla");

-- CreateIndex
CREATE INDEX "Exam_ageAtExamYears_idx" ON "Exam"("ageAtExamYears");

-- CreateIndex
CREATE INDEX "ExamClock_acquiredAt_idx" ON "ExamClock"("acquiredAt");

-- CreateIndex
CREATE UNIQUE INDEX "Series_seriesInstanceUid_key" ON "Series"("seriesInstanceUid");

-- CreateIndex
CREATE INDEX "Series_examId_idx" ON "Series"("examId");

-- CreateIndex
CREATE INDEX "Series_role_is3D_examId_idx" ON "Series"("role", "is3D", "examId");

-- CreateIndex
CREATE INDEX "Series_voxelSizeMaxMm_idx" ON "Series"("voxelSizeMaxMm");

-- CreateIndex
CREATE UNIQUE INDEX "Volume_seriesId_ordinal_key" ON "Volume"("seriesId", "ordinal");

-- CreateIndex
CREATE INDEX "Instance_seriesId_idx" ON "Instance"("seriesId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_code_key" ON "Project"("code");

-- CreateIndex
CREATE INDEX "ProjectMember_subjectId_idx" ON "ProjectMember"("subjectId");

-- CreateIndex
CREATE INDEX "ProjectMember_status_idx" ON "ProjectMember"("status");

-- CreateIndex
CREATE INDEX "ExamProject_projectId_idx" ON "ExamProject"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Protocol_code_key" ON "Protocol"("code");

-- CreateIndex
CREATE UNIQUE INDEX "ProtocolVersion_protocolId_version_key" ON "ProtocolVersion"("protocolId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "ProtocolStep_protocolVersionId_ordinal_key" ON "ProtocolStep"("protocolVersionId", "ordinal");

-- CreateIndex
CREATE INDEX "ExamProtocol_protocolVersionId_idx" ON "ExamProtocol"("protocolVersionId");

-- CreateIndex
CREATE INDEX "Verdict_protocolVersionId_value_idx" ON "Verdict"("protocolVersionId", "value");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_email_idx" ON "Invitation"("email");

-- CreateIndex
CREATE INDEX "Grant_userId_idx" ON "Grant"("userId");

-- CreateIndex
CREATE INDEX "AccessRequest_state_idx" ON "AccessRequest"("state");

-- CreateIndex
CREATE UNIQUE INDEX "DataUseAgreement_userId_projectId_version_key" ON "DataUseAgreement"("userId", "projectId", "version");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_at_idx" ON "AuditEvent"("actorId", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_type_at_idx" ON "AuditEvent"("type", "at");

-- CreateIndex
CREATE INDEX "Measurement_examId_userId_idx" ON "Measurement"("examId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "CohortVersion_cohortId_version_key" ON "CohortVersion"("cohortId", "version");

-- CreateIndex
CREATE INDEX "Biomarker_name_subjectId_idx" ON "Biomarker"("name", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "Processor_name_version_key" ON "Processor"("name", "version");

-- CreateIndex
CREATE UNIQUE INDEX "DerivedObject_sopInstanceUid_key" ON "DerivedObject"("sopInstanceUid");

-- CreateIndex
CREATE INDEX "IngestRun_startedAt_idx" ON "IngestRun"("startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Quarantine_digest_key" ON "Quarantine"("digest");

-- CreateIndex
CREATE INDEX "Quarantine_reason_idx" ON "Quarantine"("reason");

-- AddForeignKey
ALTER TABLE "Scanner" ADD CONSTRAINT "Scanner_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScannerEpoch" ADD CONSTRAINT "ScannerEpoch_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubjectSecret" ADD CONSTRAINT "SubjectSecret_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubjectLink" ADD CONSTRAINT "SubjectLink_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubjectLink" ADD CONSTRAINT "SubjectLink_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DiagnosisTermAncestor" ADD CONSTRAINT "DiagnosisTermAncestor_ancestorCode_fkey" FOREIGN KEY ("ancestorCode") REFERENCES "DiagnosisTerm"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DiagnosisTermAncestor" ADD CONSTRAINT "DiagnosisTermAncestor_descendantCode_fkey" FOREIGN KEY ("descendantCode") REFERENCES "DiagnosisTerm"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Diagnosis" ADD CONSTRAINT "Diagnosis_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Diagnosis" ADD CONSTRAINT "Diagnosis_code_fkey" FOREIGN KEY ("code") REFERENCES "DiagnosisTerm"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_epochId_fkey" FOREIGN KEY ("epochId") REFERENCES "ScannerEpoch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamClock" ADD CONSTRAINT "ExamClock_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Series" ADD CONSTRAINT "Series_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProject" ADD CONSTRAINT "ExamProject_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProject" ADD CONSTRAINT "ExamProject_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_protocolId_fkey" FOREIGN KEY ("protocolId") REFERENCES "Protocol"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProtocolStep" ADD CONSTRAINT "ProtocolStep_protocolVersionId_fkey" FOREIGN KEY ("protocolVersionId") REFERENCES "ProtocolVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProtocol" ADD CONSTRAINT "ExamProtocol_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamProtocol" ADD CONSTRAINT "ExamProtocol_protocolVersionId_fkey" FOREIGN KEY ("protocolVersionId") REFERENCES "ProtocolVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Verdict" ADD CONSTRAINT "Verdict_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Verdict" ADD CONSTRAINT "Verdict_protocolVersionId_fkey" FOREIGN KEY ("protocolVersionId") REFERENCES "ProtocolVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_grantedById_fkey" FOREIGN KEY ("grantedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DataUseAgreement" ADD CONSTRAINT "DataUseAgreement_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DataUseAgreement" ADD CONSTRAINT "DataUseAgreement_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Measurement" ADD CONSTRAINT "Measurement_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Measurement" ADD CONSTRAINT "Measurement_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Measurement" ADD CONSTRAINT "Measurement_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cohort" ADD CONSTRAINT "Cohort_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortVersion" ADD CONSTRAINT "CohortVersion_cohortId_fkey" FOREIGN KEY ("cohortId") REFERENCES "Cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Biomarker" ADD CONSTRAINT "Biomarker_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Biomarker" ADD CONSTRAINT "Biomarker_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Biomarker" ADD CONSTRAINT "Biomarker_scannerId_fkey" FOREIGN KEY ("scannerId") REFERENCES "Scanner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Biomarker" ADD CONSTRAINT "Biomarker_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ProcessorRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProcessorRun" ADD CONSTRAINT "ProcessorRun_processorId_fkey" FOREIGN KEY ("processorId") REFERENCES "Processor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DerivedObject" ADD CONSTRAINT "DerivedObject_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ProcessorRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DerivedSource" ADD CONSTRAINT "DerivedSource_derivedObjectId_fkey" FOREIGN KEY ("derivedObjectId") REFERENCES "DerivedObject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DerivedSource" ADD CONSTRAINT "DerivedSource_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Withdrawal" ADD CONSTRAINT "Withdrawal_subjectId_fkey" FOREIGN KEY ("subjectId") REFERENCES "Subject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IngestRun" ADD CONSTRAINT "IngestRun_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IngestOutcome" ADD CONSTRAINT "IngestOutcome_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quarantine" ADD CONSTRAINT "Quarantine_runId_fkey" FOREIGN KEY ("runId") REFERENCES "IngestRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quarantine" ADD CONSTRAINT "Quarantine_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma's schema cannot say ------------------------------------------------------------------------------

-- Scopes name what they scope, and nothing else.
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_scope_check" CHECK (
  ("scope" = 'network' AND "siteId" IS NULL AND "projectId" IS NULL) OR
  ("scope" = 'site' AND "siteId" IS NOT NULL AND "projectId" IS NULL) OR
  ("scope" = 'project' AND "siteId" IS NULL AND "projectId" IS NOT NULL)
);

-- Everything that was received has one fate.
ALTER TABLE "IngestRun" ADD CONSTRAINT "IngestRun_accounting_check" CHECK (
  "finishedAt" IS NULL OR "received" = "stored" + "duplicate" + "quarantined" + "refused"
);
ALTER TABLE "IngestOutcome" ADD CONSTRAINT "IngestOutcome_count_check" CHECK ("count" > 0);

ALTER TABLE "Instance" ADD CONSTRAINT "Instance_shape_check" CHECK (
  octet_length("uidHash") = 16 AND octet_length("digest") = 32 AND "byteCount" >= 0 AND "frameCount" >= 0
);
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_shape_check" CHECK (
  "nx" > 0 AND "ny" > 0 AND "nz" > 0 AND "nt" > 0 AND "roleConfidence" BETWEEN 0 AND 1 AND
  "fourthAxis" IN ('none', 'time', 'bValue', 'echo', 'other')
);
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_age_check" CHECK ("ageAtExamYears" BETWEEN 0 AND 90);
ALTER TABLE "Scanner" ADD CONSTRAINT "Scanner_field_check" CHECK ("fieldStrengthTesla" > 0 AND "fieldStrengthTesla" < 25);
ALTER TABLE "Diagnosis" ADD CONSTRAINT "Diagnosis_order_check" CHECK (
  ("abatedOn" IS NULL) = ("abatedPrecision" IS NULL) AND ("onsetOn" IS NULL) = ("onsetPrecision" IS NULL)
);

-- A subject's dates cannot be true ones: offsets lead 100 to 200 years ahead.
ALTER TABLE "SubjectSecret" ADD CONSTRAINT "SubjectSecret_offset_check" CHECK ("dateOffsetDays" BETWEEN 36525 AND 73050);

-- Versions of one protocol never overlap in time. A trigger rather than an exclusion constraint: the embedded
-- database has no btree_gist.
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_order_check" CHECK ("validUntil" IS NULL OR "validUntil" > "validFrom");
CREATE FUNCTION protocol_version_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Protocol" WHERE "id" = NEW."protocolId" FOR UPDATE;
  IF EXISTS (
    SELECT 1 FROM "ProtocolVersion" v
    WHERE v."protocolId" = NEW."protocolId" AND v."id" <> NEW."id"
      AND daterange(v."validFrom", v."validUntil") && daterange(NEW."validFrom", NEW."validUntil")
  ) THEN
    RAISE EXCEPTION 'versions of a protocol overlap in time' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ProtocolVersion_overlap" BEFORE INSERT OR UPDATE ON "ProtocolVersion"
  FOR EACH ROW EXECUTE FUNCTION protocol_version_overlap();

-- What was audited stays as it was written.
CREATE FUNCTION audit_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "AuditEvent_final" BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION audit_event_is_final();

-- A frozen cohort never changes.
CREATE FUNCTION cohort_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen cohort never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "CohortVersion_final" BEFORE UPDATE ON "CohortVersion"
  FOR EACH ROW EXECUTE FUNCTION cohort_version_is_final();
CREATE TRIGGER "AuditEvent_kept" BEFORE TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_final();
