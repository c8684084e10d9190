import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { applyCombat } from "@/lib/harmonise/combat/apply";
import type { FeatureTable } from "@/lib/harmonise/combat/feature-table";
import { fitCombat } from "@/lib/harmonise/combat/fit";
import { MADE_BATCHES, MADE_FEATURES, makeTable } from "@/lib/harmonise/combat/testing/made-table";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { applyModel } from "./apply-model";
import { covariateSpecs } from "./exam-features";
import { exportHarmonised } from "./export-harmonised";
import { fitModel } from "./fit-model";
import { listFitChoices } from "./list-fit-choices";
import { listModels } from "./list-models";
import { previewFit } from "./preview-fit";
import { readModel } from "./read-model";
import { COVARIATES, type FitRequest } from "./reference-group";
import {
  type ExamToMeasure,
  type MeasuredNetwork,
  writeMeasuredExams,
  writeMeasuredNetwork,
} from "./testing/measured-network-store";

const actor: Actor = systemActor("test");
const table: FeatureTable = makeTable({ seed: 7, batches: MADE_BATCHES, features: MADE_FEATURES });
const SUBJECTS = table.rows.length;
const NOTHING = { incomplete: 0, withoutCovariate: 0, unlinked: 0, repeated: 0 };

let database: TestDatabase;
let network: MeasuredNetwork;

beforeAll(async () => {
  database = await testDatabase();
  network = await writeMeasuredNetwork(table);
});
afterAll(() => database.stop());

function request(change: Partial<FitRequest> = {}, group: Partial<FitRequest["group"]> = {}): FitRequest {
  return {
    group: {
      sequence: { role: "T1w", is3D: true },
      epochIds: Object.values(network.epochs),
      ...{ ageFromYears: null, ageToYears: null, controlsOnly: false },
      ...group,
    },
    features: [...table.features],
    covariates: [...COVARIATES],
    meanOnly: false,
    ...change,
  };
}

const epochOf = (batch: string) => network.epochs[batch] ?? "";

/** One more exam of a scanner of the network. */
async function examToMeasure(batch: string, change: Partial<ExamToMeasure> = {}): Promise<ExamToMeasure> {
  const { scannerId } = await db().scannerEpoch.findUniqueOrThrow({ where: { id: epochOf(batch) } });
  return {
    subjectId: network.subjectIds[`${batch}-0`] ?? "",
    siteId: network.siteId,
    scannerId,
    epochId: epochOf(batch),
    examAt: new Date("2151-01-01T08:00:00Z"),
    ageAtExamYears: 50,
    features: table.features,
    values: [1, 2, 3, 4, 5],
    ...change,
  };
}

async function subject(data: { phantom?: boolean; unlinked?: boolean }): Promise<string> {
  const made = await db().subject.create({ data: { pseudonym: randomUUID(), sex: "female", ...data } });
  await db().projectMember.create({
    data: { projectId: network.projectId, subjectId: made.id, status: "control" },
  });
  return made.id;
}

async function problem(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details };
    throw error;
  }
}

describe("a harmonisation over the catalogue", () => {
  it("offers what is measured", async () => {
    const { sequences, epochs } = await listFitChoices(actor);
    expect(sequences).toEqual([
      { sequence: { role: "T1w", is3D: true }, features: [...table.features].sort() },
    ]);
    expect(epochs.map(({ epochId }) => epochId).sort()).toEqual(Object.values(network.epochs).sort());
    expect(JSON.stringify(epochs)).not.toContain("2024");
  });

  it("is the model of the same table", async () => {
    const { id } = await fitModel(actor, { ...request(), name: "Same table" });
    const view = await readModel(actor, id);
    expect(view).toMatchObject({ name: "Same table", version: 1, subjects: SUBJECTS, exams: SUBJECTS });
    const pure = fitCombat(table, { covariates: covariateSpecs(COVARIATES), meanOnly: false });
    if (!pure.ok) throw new Error("refused");
    const expected = applyCombat(pure.model, table.rows);
    const applied = await applyModel(actor, { modelId: id, epochIds: Object.values(network.epochs) });
    if (!expected.ok || !applied.ok) throw new Error("refused");
    expect(applied).toMatchObject({ exams: SUBJECTS, subjects: SUBJECTS, extrapolated: 0, leftOut: NOTHING });
    expect(applied.shown).toHaveLength(50);
    // Pseudonyms are in the order of the table.
    applied.shown.forEach(({ values, harmonised }, row) => {
      expect(values).toEqual(table.rows[row]?.values);
      harmonised.forEach((value, feature) =>
        expect(value).toBeCloseTo(expected.rows[row]?.harmonised[feature] ?? NaN, 6),
      );
    });
    for (const { shareBefore, shareAfter } of view.effects) expect(shareAfter).toBeLessThan(shareBefore / 5);
    expect(applied.effects.map(({ shareAfter }) => shareAfter)).toEqual(
      view.effects.map(({ shareAfter }) => expect.closeTo(shareAfter, 8) as number),
    );
  });

  it("takes each subject once, the earliest whole exam, and nobody's twin or phantom", async () => {
    const [later = "", earlier = "", undated = ""] = await writeMeasuredExams([
      await examToMeasure("a"),
      // Earlier, without one of its metrics.
      await examToMeasure("a", { examAt: new Date("2149-01-01T08:00:00Z"), values: [1, 2, 3, 4] }),
      await examToMeasure("a", { examAt: new Date("1900-01-01T00:00:00Z") }),
    ]);
    const others = await writeMeasuredExams([
      await examToMeasure("b", { subjectId: await subject({ phantom: true }) }),
      await examToMeasure("b", { subjectId: await subject({ unlinked: true }) }),
      await examToMeasure("b", { subjectId: await subject({}), ageAtExamYears: null }),
    ]);
    const old = await writeMeasuredExams([await examToMeasure("c", { subjectId: await subject({}) })], 0);
    try {
      const preview = await previewFit(actor, request());
      expect(preview.refusals).toEqual([]);
      expect(preview).toMatchObject({
        subjects: SUBJECTS,
        exams: SUBJECTS + 6,
        leftOut: { incomplete: 2, withoutCovariate: 1, unlinked: 1, repeated: 2 },
      });
      const sizes = MADE_BATCHES.map(({ batch, subjects }) => ({ epochId: epochOf(batch), subjects }));
      expect(new Set(preview.batches)).toEqual(new Set(sizes));
      // The fit's table is what it was without them.
      const { id } = await fitModel(actor, { ...request(), name: "Once each" });
      const { model } = await db().harmonisationModel.findUniqueOrThrow({ where: { id } });
      const before = await db().harmonisationModel.findFirstOrThrow({ where: { name: "Same table" } });
      expect(model).toEqual(before.model);
      // A new definition of the metrics makes the others old.
      await db().seriesQc.updateMany({ where: { series: { examId: later } }, data: { version: 2 } });
      expect(await previewFit(actor, request())).toMatchObject({ subjects: 1 });
      expect(await applyModel(actor, { modelId: id, epochIds: [epochOf("a")] })).toMatchObject({
        // Every whole exam, the one without a date too.
        exams: (MADE_BATCHES[0]?.subjects ?? 0) + 1,
        leftOut: { incomplete: 2 },
      });
    } finally {
      await db().exam.deleteMany({ where: { id: { in: [later, earlier, undated, ...others, ...old] } } });
    }
  });

  it("narrows the group by age and to controls", async () => {
    const young = table.rows.filter(({ covariates }) => Number(covariates.ageYears) <= 50);
    expect(await previewFit(actor, request({}, { ageToYears: 50 }))).toMatchObject({
      subjects: young.length,
    });
    const controls = table.rows.filter(({ covariates }) => covariates.status === "control");
    const preview = await previewFit(actor, request({}, { controlsOnly: true }));
    expect(preview.subjects).toBe(controls.length);
    expect(preview.refusals).not.toEqual([]);
  });

  it("keeps every version of a name, whoever fits at once", async () => {
    const fits = await Promise.all(
      [1, 2, 3].map(() => fitModel(actor, { ...request({ meanOnly: true }), name: "Versions" })),
    );
    expect(fits.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
    const newest = fits.find(({ version }) => version === 3);
    const view = await readModel(actor, newest?.id ?? "");
    expect(view.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect((await listModels(actor)).filter(({ name }) => name === "Versions")).toHaveLength(3);
  });

  it("refuses with reasons, and keeps nothing", async () => {
    const two = request({ covariates: ["ageYears"] }, { epochIds: [epochOf("a")] });
    expect(await problem(fitModel(actor, { ...two, name: "One batch" }))).toMatchObject({
      code: "conflict",
      reason: "fit-refused",
      refusals: [{ reason: "too-few-batches" }],
    });
    const nobody = request({}, { sequence: { role: "FLAIR", is3D: true } });
    expect(await problem(fitModel(actor, { ...nobody, name: "Nobody" }))).toMatchObject({
      reason: "fit-refused",
    });
    expect(await db().harmonisationModel.count({ where: { name: { in: ["One batch", "Nobody"] } } })).toBe(0);
  });

  it("does not harmonise scanners that it has not seen", async () => {
    const some = request({}, { epochIds: ["a", "b", "c"].map(epochOf) });
    const { id: modelId } = await fitModel(actor, { ...some, name: "Without d" });
    const unseen = { modelId, epochIds: [epochOf("a"), epochOf("d")] };
    const refusals = [{ reason: "unseen-batch", batch: epochOf("d"), rows: 17 }];
    expect(await applyModel(actor, unseen)).toEqual({ ok: false, refusals });
    expect(await problem(exportHarmonised(actor, unseen))).toMatchObject({
      reason: "apply-refused",
      refusals,
    });
    expect(await problem(readModel(actor, randomUUID()))).toEqual({ code: "not-found" });
  });

  it("gives the values as a table that no spreadsheet runs", async () => {
    const { id: modelId } = await fitModel(actor, { ...request(), name: "=cmd|' /C calc'!A0" });
    const scanner = await db().scannerEpoch.findUniqueOrThrow({ where: { id: epochOf("a") } });
    await db().scanner.update({ where: { id: scanner.scannerId }, data: { model: '=HYPERLINK("x")' } });
    const { csv, fileName } = await exportHarmonised(actor, { modelId, epochIds: [epochOf("a")] });
    expect(fileName).toMatch(/^harmonised-[0-9a-f]{8}-v1\.csv$/);
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + (MADE_BATCHES[0]?.subjects ?? 0));
    expect(lines[0]).toBe(
      `subject,exam,site,manufacturer,model,software,${table.features.join(",")},${table.features.map((name) => `${name}_harmonised`).join(",")}`,
    );
    expect(lines[1]).toContain(`,"'=HYPERLINK(""x"")",`);
    const applied = await applyModel(actor, { modelId, epochIds: [epochOf("a")] });
    const numbers = (lines[1] ?? "").split(",").slice(-10).map(Number);
    expect(applied.ok && numbers).toEqual(
      applied.ok && [...(applied.shown[0]?.values ?? []), ...(applied.shown[0]?.harmonised ?? [])],
    );
  });
});
