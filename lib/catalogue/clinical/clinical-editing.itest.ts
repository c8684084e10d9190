import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, type GrantLevel, type Role, ROLES } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { getSubject } from "../get-subject";
import { loadTerminology } from "../load-terminology-store";
import { openClinicalRecord } from "./open-clinical-record";
import { removeClinicalRow } from "./remove-clinical-row";
import { restoreClinicalRow } from "./restore-clinical-row";
import { saveDiagnosis } from "./save-diagnosis";
import { saveScore } from "./save-score";
import { type Clinic, type Patient, writeClinic, writePatient } from "./testing/clinic-store";
import { textWithoutIds } from "@/lib/platform/testing/without-ids";

const DAY_MS = 86_400_000;
const OFFSET = 41_234;
let database: TestDatabase;
let clinic: Clinic;
let other: Clinic;
let patient: Patient;
let person: Actor;
let editor: Actor;

function allowed(
  roles: Role[],
  level: GrantLevel,
  scope: Parameters<typeof holding>[2],
  trueDates = true,
): Actor {
  const actor = holding({ ...person, roles }, level, scope);
  return { ...actor, grants: actor.grants.map((grant) => ({ ...grant, trueDates })) };
}

beforeAll(async () => {
  database = await testDatabase();
  await inTransaction(loadTerminology);
  clinic = await writeClinic("NORD");
  other = await writeClinic("SUD");
  patient = await writePatient(clinic, "IPP-0042", ["2023-03-10T09:00:00Z", "2024-03-12T10:00:00Z"], {
    dateOffsetDays: OFFSET,
  });
  person = await writePerson("editor", [...ROLES]);
  editor = allowed(["clinician"], "browse", { siteId: clinic.siteId });
});
afterAll(() => database.stop());

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "answered";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { reason } = error.details ?? {};
    return typeof reason === "string" ? reason : error.code;
  }
}

const diagnosis = (given: Partial<Parameters<typeof saveDiagnosis>[1]> = {}) => ({
  pseudonym: patient.pseudonym,
  id: null,
  code: "DOID:2377",
  assertedOn: "2023-01-15",
  onsetOn: "",
  abatedOn: "",
  verification: "confirmed" as const,
  ...given,
});
const score = (given: Partial<Parameters<typeof saveScore>[1]> = {}) => ({
  pseudonym: patient.pseudonym,
  id: null,
  name: "EDSS",
  value: 2,
  unit: "",
  takenOn: "2023-03-10",
  ...given,
});

describe("editing a diagnosis", () => {
  it("adds, shows, corrects, ends, refutes, removes and restores it, with the subject's offset", async () => {
    const { id } = await saveDiagnosis(editor, diagnosis({ onsetOn: "2022", code: "DOID:2378" }));
    const kept = await db().diagnosis.findUniqueOrThrow({ where: { id } });
    expect(kept.assertedOn).toEqual(new Date(Date.parse("2023-01-15T00:00:00Z") + OFFSET * DAY_MS));
    expect(kept).toMatchObject({ onsetPrecision: "year", verification: "confirmed", importId: null });

    await saveDiagnosis(
      editor,
      diagnosis({ id, assertedOn: "2023-02", abatedOn: "2024-01-01", verification: "refuted" }),
    );
    const { diagnoses } = await openClinicalRecord(editor, patient.pseudonym);
    expect(diagnoses).toMatchObject([
      {
        id,
        code: "DOID:2377",
        labelFr: "sclérose en plaques",
        assertedOn: "2023-02",
        onsetOn: "",
        abatedOn: "2024-01-01",
        verification: "refuted",
      },
    ]);

    const before = await db().diagnosis.findMany();
    const { undo } = await removeClinicalRow(editor, { pseudonym: patient.pseudonym, kind: "diagnosis", id });
    expect(await db().diagnosis.count()).toBe(0);
    expect(undo).not.toMatch(/DOID|21\d\d/);
    await restoreClinicalRow(editor, undo);
    expect(await db().diagnosis.findMany()).toEqual(before);
    expect(await refusal(restoreClinicalRow(editor, undo))).toBe("not-found");
    expect(await refusal(restoreClinicalRow(editor, `${undo.slice(0, -2)}AA`))).toBe("not-found");
    await db().diagnosis.deleteMany();
  });

  it("refuses what no diagnosis can be, and keeps nothing", async () => {
    const tries = {
      "date-missing": diagnosis({ assertedOn: "" }),
      "date-wrong": diagnosis({ assertedOn: "2023-02-30" }),
      "date-future": diagnosis({ assertedOn: "2999" }),
      "date-order": diagnosis({ abatedOn: "2022-12" }),
      "code-unknown": diagnosis({ code: "DOID:0" }),
    };
    for (const [reason, draft] of Object.entries(tries))
      expect(await refusal(saveDiagnosis(editor, draft))).toBe(reason);
    await saveDiagnosis(editor, diagnosis());
    expect(await refusal(saveDiagnosis(editor, diagnosis()))).toBe("already-stated");
    const nobody = diagnosis({ id: "10000000-0000-4000-8000-000000000001", assertedOn: "2020" });
    expect(await refusal(saveDiagnosis(editor, nobody))).toBe("not-found");
    expect(await db().diagnosis.count()).toBe(1);
    await db().diagnosis.deleteMany();
  });
});

describe("editing a score", () => {
  it("adds, corrects, removes and restores it", async () => {
    const { id } = await saveScore(editor, score({ name: "edss", unit: "kg" }));
    await saveScore(editor, score({ id, value: 2.5 }));
    const { scores } = await openClinicalRecord(editor, patient.pseudonym);
    expect(scores).toEqual([{ id, name: "EDSS", value: 2.5, unit: null, takenOn: "2023-03-10" }]);
    const { undo } = await removeClinicalRow(editor, { pseudonym: patient.pseudonym, kind: "score", id });
    expect(await db().score.count()).toBe(0);
    await restoreClinicalRow(editor, undo);
    expect(await db().score.findMany()).toMatchObject([{ id, value: 2.5 }]);
    expect(await refusal(saveScore(editor, score({ value: 3 })))).toBe("already-stated");
    for (const [reason, draft] of [
      ["value-implausible", score({ value: 2.3, takenOn: "2023-03-11" })],
      ["date-imprecise", score({ takenOn: "2023-03" })],
      ["score-wrong", score({ name: "=1+1" })],
    ] as const)
      expect(await refusal(saveScore(editor, draft))).toBe(reason);
    await db().score.deleteMany();
  });

  it("does not put back what an import brought that has been taken back", async () => {
    const { id: importId } = await db().clinicalImport.create({
      data: { siteId: clinic.siteId, fileSha256: new Uint8Array(32) },
    });
    const { id } = await db().score.create({
      data: { subjectId: patient.id, name: "EDSS", value: 1, takenOn: new Date("2140-01-01"), importId },
    });
    const { undo } = await removeClinicalRow(editor, { pseudonym: patient.pseudonym, kind: "score", id });
    await db().clinicalImport.update({ where: { id: importId }, data: { undoneAt: new Date() } });
    expect(await refusal(restoreClinicalRow(editor, undo))).toBe("not-found");
    expect(await db().score.count()).toBe(0);
  });
});

describe("every verb of editing", () => {
  const verbs: Record<string, (actor: Actor) => Promise<unknown>> = {
    open: (actor) => openClinicalRecord(actor, patient.pseudonym),
    saveDiagnosis: (actor) => saveDiagnosis(actor, diagnosis({ assertedOn: "2019" })),
    saveScore: (actor) => saveScore(actor, score({ takenOn: "2019-01-01" })),
    remove: async (actor) => {
      const { id } = await saveScore(editor, score({ takenOn: "2018-01-01" }));
      try {
        return await removeClinicalRow(actor, { pseudonym: patient.pseudonym, kind: "score", id });
      } finally {
        await db().score.deleteMany({ where: { id } });
      }
    },
    restore: async (actor) => {
      const { id } = await saveScore(editor, score({ takenOn: "2017-01-01" }));
      const { undo } = await removeClinicalRow(editor, { pseudonym: patient.pseudonym, kind: "score", id });
      try {
        await restoreClinicalRow(actor, undo);
      } finally {
        await db().score.deleteMany({ where: { id } });
      }
    },
  };
  const here = () => ({ siteId: clinic.siteId });
  const attackers: Record<string, [() => Actor, string]> = {
    "roles alone": [() => person, "forbidden"],
    "no true dates": [() => allowed(["clinician", "dataManager"], "export", here(), false), "forbidden"],
    "counts only": [() => allowed(["clinician", "dataManager"], "count", here()), "forbidden"],
    "a researcher or administrator": [
      () => allowed(["neuroscientist", "admin"], "export", "network"),
      "forbidden",
    ],
    "another site": [() => allowed(["clinician"], "export", { siteId: other.siteId }), "not-found"],
  };

  it.each(Object.keys(verbs))(
    "%s is closed to whoever lacks role, level, true dates or site",
    async (verb) => {
      for (const [name, [attacker, code]] of Object.entries(attackers))
        expect(await refusal(verbs[verb]?.(attacker()) ?? Promise.resolve()), name).toBe(code);
    },
  );

  it.each(Object.keys(verbs))("%s is open to a clinician and a data manager of the site", async (verb) => {
    for (const role of ["clinician", "dataManager"] as const) {
      expect(await refusal(verbs[verb]?.(allowed([role], "browse", here())) ?? Promise.resolve())).toBe(
        "answered",
      );
      await db().diagnosis.deleteMany();
      await db().score.deleteMany();
    }
  });

  it("the subject page offers it to them only", async () => {
    const canEdit = async (actor: Actor) => (await getSubject(actor, patient.pseudonym)).canEdit;
    expect(await canEdit(editor)).toBe(true);
    expect(await canEdit(allowed(["clinician"], "view", here(), false))).toBe(false);
    expect(await canEdit(allowed(["neuroscientist"], "export", "network"))).toBe(false);
  });

  it("one subject's row is not another's", async () => {
    const neighbour = await writePatient(clinic, "IPP-0044", ["2023-01-01T09:00:00Z"], {
      dateOffsetDays: 50_000,
    });
    const { id } = await saveScore(editor, score());
    const { pseudonym } = neighbour;
    expect(await refusal(removeClinicalRow(editor, { pseudonym, kind: "score", id }))).toBe("not-found");
    expect(await refusal(saveScore(editor, score({ pseudonym, id, takenOn: "2016-01-01" })))).toBe(
      "not-found",
    );
    await db().score.deleteMany();
  });

  it("leaves no date and no name in the audit", async () => {
    const events = await db().auditEvent.findMany({ select: { type: true, detail: true } });
    expect(events.map(({ type }) => type)).toContain("clinical.record-opened");
    expect(textWithoutIds(events)).not.toMatch(/IPP|20\d\d-|DOID|EDSS/);
  });
});
