import { z } from "zod";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { EpochLabel, ModelSummary } from "./model-view";
import {
  storedBatchesSchema,
  storedCovariatesSchema,
  storedFitSchema,
  storedGroupSchema,
} from "./stored-model";

const LISTED = {
  id: true,
  name: true,
  version: true,
  features: true,
  group: true,
  batches: true,
  subjectCount: true,
  createdAt: true,
  createdBy: { select: { name: true } },
} satisfies Prisma.HarmonisationModelSelect;

const storedSchema = z.object({
  covariates: storedCovariatesSchema,
  group: storedGroupSchema,
  batches: storedBatchesSchema,
  model: storedFitSchema,
});
export type StoredParts = z.infer<typeof storedSchema>;

export interface NewModel extends StoredParts {
  name: string;
  features: string[];
  subjectCount: number;
  createdById: string | null;
}

/** Keeps a model as the next version of its name. */
export async function insertModel(tx: Tx, model: NewModel): Promise<{ id: string; version: number }> {
  const { name } = model;
  // Two fits of one name at once are two versions.
  await tx.$executeRaw(
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`harmonisation:${name}`}, 0))`,
  );
  const newest = await tx.harmonisationModel.aggregate({ where: { name }, _max: { version: true } });
  const stored = storedSchema.parse({
    covariates: model.covariates,
    group: model.group,
    batches: model.batches,
    model: model.model,
  });
  return tx.harmonisationModel.create({
    data: {
      name,
      version: (newest._max.version ?? 0) + 1,
      features: model.features,
      subjectCount: model.subjectCount,
      createdById: model.createdById,
      ...stored,
    },
    select: { id: true, version: true },
  });
}

/** The newest models, without what they hold. */
export async function findModels(db: Db | Tx, most: number): Promise<ModelSummary[]> {
  const rows = await db.harmonisationModel.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: most,
    select: LISTED,
  });
  return rows.map(({ group, batches, subjectCount, createdBy, ...row }) => ({
    ...row,
    sequence: storedGroupSchema.parse(group).group.sequence,
    batches: storedBatchesSchema.parse(batches).length,
    subjects: subjectCount,
    createdBy: createdBy?.name ?? null,
  }));
}

/** One model whole, checked as it is read; null when there is none. */
export async function findModel(db: Db | Tx, id: string) {
  const row = await db.harmonisationModel.findUnique({
    where: { id },
    select: { ...LISTED, covariates: true, model: true },
  });
  if (row === null) return null;
  const { covariates, group, batches, model, createdBy, ...rest } = row;
  return {
    ...rest,
    createdBy: createdBy?.name ?? null,
    ...storedSchema.parse({ covariates, group, batches, model }),
  };
}

/** The versions of a name, newest first. */
export async function findVersions(db: Db | Tx, name: string): Promise<{ id: string; version: number }[]> {
  return db.harmonisationModel.findMany({
    where: { name },
    orderBy: { version: "desc" },
    select: { id: true, version: true },
  });
}

/** Every scanner epoch by site, scanner and time, for choosing batches. */
export async function findEpochLabels(db: Db | Tx): Promise<EpochLabel[]> {
  const rows = await db.scannerEpoch.findMany({
    where: { scanner: { fieldStrengthTesla: { gt: 0 } } },
    orderBy: [
      { scanner: { site: { name: "asc" } } },
      { scanner: { manufacturer: "asc" } },
      { scanner: { model: "asc" } },
      { scannerId: "asc" },
      { startedAt: "asc" },
    ],
    select: {
      id: true,
      kind: true,
      softwareVersions: true,
      note: true,
      scanner: {
        select: {
          manufacturer: true,
          model: true,
          label: true,
          fieldStrengthTesla: true,
          site: { select: { name: true } },
        },
      },
    },
  });
  return rows.map(({ id, scanner: { site, label, ...scanner }, ...epoch }) => ({
    epochId: id,
    siteName: site.name,
    scannerLabel: label,
    ...scanner,
    ...epoch,
  }));
}
