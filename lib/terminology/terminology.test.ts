import { describe, expect, it } from "vitest";
import { normaliseText, searchWords, textHasWord } from "./normalise";
import { searchTerms } from "./search-terms";
import { allTerms, ancestorsOf, findTerm, labelOf } from "./terms";

const DEMONSTRATED = [
  "DOID:10652", // Alzheimer's disease
  "DOID:14330", // Parkinson's disease
  "DOID:2377", // multiple sclerosis
  "DOID:2378",
  "DOID:0050783",
  "DOID:0050784",
  "DOID:1826", // epilepsy
  "DOID:3328",
  "DOID:5419", // schizophrenia
  "DOID:3312", // bipolar disorder
  "DOID:1470", // major depressive disorder
  "DOID:0060041", // autism spectrum disorder
  "DOID:332", // amyotrophic lateral sclerosis
  "DOID:0051061", // stroke
  "DOID:0051062",
  "DOID:3070", // high grade glioma
  "DOID:0060108", // brain glioma
];

describe("the diagnosis hierarchy", () => {
  it("has only parents that are terms themselves, and no cycle", () => {
    for (const term of allTerms().values()) {
      for (const parent of term.parents) {
        expect(findTerm(parent), `${term.code} → ${parent}`).toBeDefined();
        expect(ancestorsOf(parent).has(term.code), `${term.code} is above itself`).toBe(false);
      }
    }
  });

  it("ends in the five branches that are kept", () => {
    const roots = [...allTerms().values()]
      .filter((term) => term.parents.length === 0)
      .map((term) => term.code);
    expect(roots.sort()).toEqual(["DOID:0060115", "DOID:150", "DOID:3093", "DOID:6713", "DOID:863"]);
  });

  it("gives the chain above relapsing-remitting multiple sclerosis with its distances", () => {
    expect([...ancestorsOf("DOID:2378")]).toEqual([
      ["DOID:2378", 0],
      ["DOID:2377", 1],
      ["DOID:3213", 2],
      ["DOID:331", 3],
      ["DOID:863", 4],
    ]);
  });

  it("files gliomas, neuromyelitis optica and brain ischemia where a neurologist looks", () => {
    expect(ancestorsOf("DOID:3068").has("DOID:3093")).toBe(true);
    expect(ancestorsOf("DOID:8869").has("DOID:3213")).toBe(true);
    expect(ancestorsOf("DOID:224").has("DOID:6713")).toBe(true);
  });

  it("knows nothing above an unknown code", () => {
    expect(ancestorsOf("DOID:0").size).toBe(0);
    expect(labelOf("DOID:0", "fr")).toBe("DOID:0");
  });

  it.each(DEMONSTRATED)("%s and all its ancestors have French labels", (code) => {
    expect(findTerm(code)).toBeDefined();
    for (const above of ancestorsOf(code).keys()) {
      expect(labelOf(above, "fr"), above).not.toBe(labelOf(above, "en"));
    }
  });

  it("keeps the ICD-10 codes", () => {
    expect(findTerm("DOID:2377")?.icd10).toContain("G35");
  });
});

describe("searchTerms", () => {
  it.each([
    ["sclerose en plaques", "DOID:2377"],
    ["SEP", "DOID:2377"],
    ["Multiple Sclerosis", "DOID:2377"],
    ["G35", "DOID:2377"],
    ["alzheimer", "DOID:10652"],
    ["parkinson", "DOID:14330"],
    ["epilepsie", "DOID:1826"],
    ["schizophrénie", "DOID:5419"],
    ["bipolaire trouble", "DOID:3312"],
    ["autisme", "DOID:0060041"],
    ["SLA", "DOID:332"],
    ["AVC", "DOID:0051061"],
    ["gliome", "DOID:0060108"],
  ])("%s finds %s first", (text, code) => {
    expect(searchTerms(text)[0]?.code).toBe(code);
  });

  it("finds nothing for nothing", () => {
    expect(searchTerms("  ")).toEqual([]);
    expect(searchTerms("xyzzy")).toEqual([]);
  });
});

describe("search text", () => {
  it("ignores accents, case, apostrophes and punctuation", () => {
    expect(normaliseText("Maladie d’Alzheimer (précoce)")).toBe("maladie d alzheimer precoce");
    expect(normaliseText("Cœur")).toBe("coeur");
    expect(searchWords("T1w  t1w, 3D!")).toEqual(["t1w", "3d"]);
  });

  it("wants short words at the start of a word", () => {
    expect(textHasWord("AX T2 FLAIR", "t2")).toBe(true);
    expect(textHasWord("AX T2 FLAIR", "la")).toBe(false);
    expect(textHasWord("AX T2 FLAIR", "lair")).toBe(true);
  });
});
