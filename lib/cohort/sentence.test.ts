import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { canonicalCriteria, canonicalJson } from "./canonical";
import { EVERYTHING, type Criteria, type ExamNode } from "./criteria";
import { toggleFacetValue } from "./facet-view";
import { sentenceOf } from "./sentence";
import type { CriteriaNames } from "./sentence-words";
import { anyCriteria, CODES } from "./testing/any-criteria";
import { neighbours } from "./testing/neighbours";
import { translatorOf } from "./testing/translators";

const fr = translatorOf("fr");
const en = translatorOf("en");
const RUNS = env().testLong ? 20_000 : 400;

const NAMES: CriteriaNames = {
  diagnosis: {
    "DOID:2377": "sclérose en plaques",
    "DOID:1470": "épisode ou trouble",
    "ZZ.1-2": "sclérose en plaques",
  },
  site: { LILLE: "CHU de Lille", AMIENS: "Amiens » ou « Rouen", ROUEN: "Rouen" },
  project: { alpha: "Alpha" },
  protocol: { OFSEP: "OFSEP 2024", EPI: "T1w" },
};
const ONE_DIAGNOSIS: CriteriaNames = {
  ...NAMES,
  diagnosis: { "DOID:2377": "sclérose en plaques", "DOID:863": "épilepsie" },
};

const of = (...clauses: ExamNode[]): Criteria => ({ version: 1, root: { kind: "and", of: clauses } });
const french = (criteria: Criteria) => sentenceOf(criteria, fr, ONE_DIAGNOSIS);
const english = (criteria: Criteria) =>
  sentenceOf(criteria, en, {
    ...ONE_DIAGNOSIS,
    diagnosis: { "DOID:2377": "multiple sclerosis", "DOID:863": "epilepsy" },
  });

const ms: ExamNode = { kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "exam" }, status: "present" };
const flair3D: ExamNode = {
  kind: "series",
  of: {
    kind: "and",
    of: [
      { kind: "role", values: ["FLAIR"] },
      { kind: "dimension", value: "3D" },
      { kind: "verdict", values: ["compliant"], protocols: [] },
    ],
  },
};
const t1w: ExamNode = { kind: "series", of: { kind: "role", values: ["T1w"] } };
const followed: ExamNode = {
  kind: "pair",
  part: "first",
  interval: { min: 9, max: 15, unit: "month" },
  sameScanner: true,
  bothCompliant: false,
  of: { kind: "and", of: [] },
};

describe("a question in words", () => {
  it("is a sentence that a neurologist reads, in both languages", () => {
    const question = of(followed, t1w, flair3D, ms);
    expect(french(question)).toBe(
      "Examens de sujets ayant un diagnostic de sclérose en plaques à la date de l’examen, avec dans le même examen une FLAIR 3D conforme et une T1w, et suivis 9 à 15 mois plus tard d’un examen sur le même scanner.",
    );
    expect(english(question)).toBe(
      "Exams of subjects with a diagnosis of multiple sclerosis at the date of the exam, with, in the same exam, a 3D FLAIR found compliant and a T1w, and followed 9 to 15 months later by an exam on the same scanner.",
    );
  });

  it("says everything and nothing", () => {
    expect(french(EVERYTHING)).toBe("Tous les examens.");
    expect(english({ version: 1, root: { kind: "or", of: [] } })).toBe("No exam.");
  });

  it("puts alternatives among conditions in brackets, and values of one condition not", () => {
    expect(
      french(
        of(
          { kind: "or", of: [ms, { kind: "control", projects: [] }] },
          { kind: "age", min: 18, max: null },
          { kind: "not", of: { kind: "series", of: { kind: "role", values: ["localiser"] } } },
        ),
      ),
    ).toBe(
      "Examens de sujets âgés d’au moins 18 ans à l’examen, (de sujets témoins sains, ou de sujets ayant un diagnostic de sclérose en plaques à la date de l’examen), et sans aucun repérage.",
    );
    expect(french(of({ ...ms, codes: ["DOID:2377", "DOID:863"] }, { kind: "field", tesla: [3, 1.5] }))).toBe(
      "Examens de sujets ayant un diagnostic de sclérose en plaques ou d’épilepsie à la date de l’examen, et réalisés à 1,5\u00a0T ou 3\u00a0T.",
    );
  });

  it("keeps one condition of a group apart from the next of its surroundings", () => {
    const scanner: ExamNode = {
      kind: "scanner",
      of: [{ manufacturer: "Siemens", model: "MAGNETOM Prisma" }],
    };
    const site: ExamNode = { kind: "site", codes: ["ROUEN"] };
    expect(french(of({ kind: "subject", of: scanner }, site))).toBe(
      "Examens réalisés sur le site Rouen, et dont le sujet a, à une date quelconque, un examen réalisé sur un scanner Siemens MAGNETOM Prisma.",
    );
    expect(french(of({ kind: "subject", of: { kind: "and", of: [scanner, site] } }))).toBe(
      "Examens dont le sujet a, à une date quelconque, un examen (réalisé sur le site Rouen, et réalisé sur un scanner Siemens MAGNETOM Prisma).",
    );
  });

  it("says the visits of the facets in short", () => {
    const criteria = toggleFacetValue(toggleFacetValue(EVERYTHING, "role", "T1w"), "visits", "2");
    expect(french(criteria)).toBe(
      "Examens avec une T1w, et dont le sujet a au moins 2 visites répondant à tout ce qui précède.",
    );
    expect(english(of({ kind: "visits", atLeast: 2, of: t1w }, flair3D))).toBe(
      "Exams with a 3D FLAIR found compliant, and whose subject has at least 2 visits with an exam with a T1w.",
    );
  });

  it("is one for one canonical form, and another for another: names do not blur it", () => {
    for (const [t, names] of [
      [fr, NAMES],
      [en, undefined],
    ] as const) {
      const formOf = new Map<string, string>();
      const keep = (criteria: Criteria) => {
        const form = canonicalJson(canonicalCriteria(criteria));
        const sentence = sentenceOf(criteria, t, names);
        expect(sentenceOf(canonicalCriteria(criteria), t, names)).toBe(sentence);
        const known = formOf.get(sentence);
        if (known !== undefined && known !== form) throw new Error(`${sentence}\n${known}\n${form}`);
        formOf.set(sentence, form);
      };
      fc.assert(
        fc.property(anyCriteria, fc.nat(), (criteria, seed) => {
          keep(criteria);
          for (const neighbour of neighbours(criteria, seed)) keep(neighbour);
        }),
        { numRuns: RUNS },
      );
      expect(new Set(formOf.values()).size).toBe(formOf.size);
      expect(formOf.size).toBeGreaterThan(5 * RUNS);
    }
  }, 3_600_000);

  it("names a code that has no label, and tells two codes of one label apart", () => {
    const sentence = sentenceOf(of({ ...ms, codes: [...CODES] }), fr, NAMES);
    expect(sentence).toContain("«\u00a0épisode ou trouble\u00a0»");
    expect(sentence).toContain("sclérose en plaques (ZZ.1-2)");
    expect(sentence).toContain("code DOID:863");
  });
});
