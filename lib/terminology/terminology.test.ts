import { describe, expect, it } from "vitest";
import { icd10Key, matchIcd10 } from "./match-icd10";
import { NO_LISTED_TERMS, resolveDiagnosis } from "./resolve-diagnosis";
import french from "./french.json";
import cim10 from "./cim10.json";
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
    ["SEP-RR", "DOID:2378"],
    ["AIT", "DOID:224"],
    ["TDAH", "DOID:1094"],
    ["TSA", "DOID:0060041"],
    ["TOC", "DOID:10933"],
    ["DFT", "DOID:9255"],
    ["MCI", "DOID:0080832"],
    ["TCL", "DOID:0080832"],
    ["DCL", "DOID:12217"],
    ["PSP", "DOID:678"],
    ["AMS", "DOID:4752"],
    ["DCB", "DOID:0081392"],
    ["HSA", "DOID:0051063"],
    ["LEMP", "DOID:643"],
    ["NMOSD", "DOID:8869"],
    ["hydrocephalie a pression normale", "DOID:1572"],
    ["oedeme cerebral", "DOID:4724"],
    ["F200", "DOID:1229"],
    ["ORPHA:803", "DOID:332"],
    ["orpha 803", "DOID:332"],
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

describe("French names", () => {
  const ours = Object.entries<{ fr: string; synonyms: string[] }>(french);
  it("are there for at least 170 terms, each of them a term that is shipped", () => {
    expect(ours.length).toBeGreaterThanOrEqual(170);
    expect(ours.filter(([code]) => findTerm(code) === undefined)).toEqual([]);
  });

  it("name each term apart: no label twice, no synonym that repeats its label", () => {
    const labels = ours.map(([, { fr }]) => normaliseText(fr));
    const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
    expect(twice.sort()).toEqual([]);
    const repeated = ours.filter(([, { fr, synonyms }]) => synonyms.includes(fr));
    expect(repeated.map(([code]) => code)).toEqual([]);
  });

  it("use typographic apostrophes", () => {
    expect(
      ours.filter(([, { fr, synonyms }]) => [fr, ...synonyms].some((text) => text.includes("'"))),
    ).toEqual([]);
  });
});

describe("matchIcd10", () => {
  const exact = (code: string) => ({ kind: "term", code, by: "exact" });
  const parent = (code: string) => ({ kind: "term", code, by: "parent" });

  it.each([
    ["G35", exact("DOID:2377")],
    ["g35", exact("DOID:2377")],
    ["G35.0", parent("DOID:2377")],
    ["G350", parent("DOID:2377")],
    ["G35.-", exact("DOID:2377")],
    ["F20.0", exact("DOID:1229")],
    ["F200", exact("DOID:1229")],
    ["F20.9", parent("DOID:5419")],
    ["I63", exact("DOID:0051062")],
    ["I63.4", parent("DOID:0051062")],
    ["G30.1+", parent("DOID:10652")],
    ["F00.1*", parent("DOID:10652")],
    ["F90.0", exact("DOID:1094")],
    ["G45.4", exact("DOID:13027")],
  ])("%s", (text, expected) => {
    expect(matchIcd10(text)).toEqual(expected);
  });

  it("names what is ambiguous and what it does not know, and guesses neither", () => {
    expect(matchIcd10("G25.8")).toEqual({ kind: "ambiguous", codes: ["DOID:0050425", "DOID:13366"] });
    expect(matchIcd10("Z99.9")).toEqual({ kind: "unmatched" });
    expect(matchIcd10("sclérose")).toEqual({ kind: "unmatched" });
    expect(matchIcd10("")).toEqual({ kind: "unmatched" });
  });

  it("takes the most general of several terms of one code", () => {
    const several = new Map<string, string[]>();
    for (const term of allTerms().values())
      for (const code of term.icd10) several.set(code, [...(several.get(code) ?? []), term.code]);
    const owned = new Set(Object.keys(cim10));
    const shared = [...several].filter(([code, terms]) => terms.length > 1 && !owned.has(code));
    expect(shared.length).toBeGreaterThan(10);
    for (const [code, terms] of shared) {
      const match = matchIcd10(code);
      if (match.kind === "term") {
        for (const term of terms) expect(ancestorsOf(term).has(match.code), code).toBe(true);
      } else expect(match).toEqual({ kind: "ambiguous", codes: [...terms].sort() });
    }
  });

  it("asks a loaded list only after what is shipped", () => {
    const listed = [
      { code: "LOCAL:1", icd10: ["G35"] },
      { code: "LOCAL:2", icd10: ["Z99.9"] },
    ];
    expect(matchIcd10("G35", listed)).toEqual(exact("DOID:2377"));
    expect(matchIcd10("Z99.9", listed)).toEqual(exact("LOCAL:2"));
  });

  it("has only codes and terms that exist in its own table", () => {
    for (const [code, terms] of Object.entries(cim10)) {
      expect(icd10Key(code), code).not.toBeNull();
      for (const term of terms.split(" ")) expect(findTerm(term), code).toBeDefined();
    }
  });
});

describe("resolveDiagnosis", () => {
  it.each([
    ["DOID:2377", "DOID:2377", "code"],
    ["doid:2377", "DOID:2377", "code"],
    ["ORPHA:803", "DOID:332", "code"],
    ["SCHZ", "DOID:5419", "name"],
    ["BIPOLAR", "DOID:3312", "name"],
    ["ADHD", "DOID:1094", "name"],
    ["Sclérose en plaques", "DOID:2377", "name"],
  ])("%s", (text, code, by) => {
    expect(resolveDiagnosis(text, NO_LISTED_TERMS, { names: true })).toEqual({ kind: "term", code, by });
  });

  it("takes no name where only codes are asked, and never a part of one", () => {
    expect(resolveDiagnosis("SCHZ", NO_LISTED_TERMS, { names: false })).toEqual({ kind: "unmatched" });
    expect(resolveDiagnosis("scléro", NO_LISTED_TERMS, { names: true })).toEqual({ kind: "unmatched" });
    expect(resolveDiagnosis("", NO_LISTED_TERMS, { names: true })).toEqual({ kind: "unmatched" });
  });
});
