import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSomebodyElse, normaliseBirthDate, type PersonFacts, STRONG_TRAITS, traitsOf } from "./traits";

const KEY = "a key of thirty-two bytes, made up";

const person = (
  name: string | string[],
  birthDate = "19610105",
  sex = "F",
  patientId = "1",
): PersonFacts => ({
  names: typeof name === "string" ? [name] : name,
  birthDate,
  sex,
  patientId,
});

function hashes(facts: PersonFacts, kinds: readonly string[] = STRONG_TRAITS): Set<string> {
  return new Set(
    traitsOf(KEY, facts)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, hash }) => `${kind} ${Buffer.from(hash).toString("hex")}`),
  );
}

function agree(a: PersonFacts, b: PersonFacts): boolean {
  const known = hashes(b);
  return [...hashes(a)].some((hash) => known.has(hash));
}

/** Ways of writing one name at different consoles. */
const FAMILIES = [
  ["Lefèvre", "LEFEVRE", "lefevre", "Lefe\u0300vre", "LEFEVRE "],
  ["Le Goff", "LE GOFF", "LE-GOFF", "GOFF", "le  goff"],
  ["d'Estrées", "D'ESTREES", "D’Estrées", "D ESTREES", "ESTREES"],
  ["de La Tour", "DE LA TOUR", "LA TOUR", "DE-LA-TOUR", "TOUR"],
  ["Martin-Dupuis", "MARTIN DUPUIS", "MARTINDUPUIS", "Martin – Dupuis"],
  ["Cœur", "COEUR", "Coeur"],
  ["Van der Meersch", "VAN DER MEERSCH", "MEERSCH", "van der meersch"],
  ["Weiß", "WEISS", "Weiss"],
  ["O'Neill", "O NEILL", "O’Neill"],
  ["Łukasik", "LUKASIK"],
] as const;
const GIVEN = [
  ["Hélène", "HELENE", "helene", "He\u0301le\u0300ne"],
  ["Jean-Noël", "JEAN NOEL", "JEANNOEL", "Jean  Noël"],
  ["Zoé", "ZOE", "Zoë"],
  ["François", "FRANCOIS"],
] as const;
const BIRTHS = [
  [
    "19610105",
    "1961.01.05",
    "1961-01-05",
    "1961/01/05",
    "05/01/1961",
    "5.1.1961",
    " 19610105 ",
    "19610105000000",
  ],
  ["20001231", "31/12/2000", "2000.12.31"],
] as const;
const SEXES = [
  ["F", "f", "Femme", "FEMALE", "féminin"],
  ["M", "m", "H", "Homme", "masculin"],
] as const;

/** One of several, with one of its spellings and another. */
const twoSpellings = (spellings: readonly (readonly string[])[]) =>
  fc
    .nat(spellings.length - 1)
    .chain((index) =>
      fc.tuple(
        fc.constant(index),
        fc.constantFrom(...(spellings[index] ?? [])),
        fc.constantFrom(...(spellings[index] ?? [])),
      ),
    );

const writeName = fc.constantFrom(
  (family: string, given: string) => `${family}^${given}`,
  (family: string, given: string) => `${given}^${family}`,
  (family: string, given: string) => `${family}, ${given}`,
  (family: string, given: string) => `${family}^${given}^^MME`,
  (family: string, given: string) => `MME ${family}^${given}`,
  (family: string, given: string) => `${family}^${given}=字^名`,
  (family: string, given: string) => `=${family}^${given}`,
);

describe("traits", () => {
  test("spellings of one person agree in every strong kind", () => {
    fc.assert(
      fc.property(
        twoSpellings(FAMILIES),
        twoSpellings(GIVEN),
        twoSpellings(BIRTHS),
        twoSpellings(SEXES),
        writeName,
        writeName,
        ([, f1, f2], [, g1, g2], [, b1, b2], [, s1, s2], one, other) => {
          const a = hashes(person(one(f1, g1), b1, s1), ["name-birth", "name-birth-sex"]);
          const b = hashes(person(other(f2, g2), b2, s2, "another id"), ["name-birth", "name-birth-sex"]);
          expect(a.size).toBe(2);
          expect(b).toEqual(a);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("people who differ in family name, given name or birth date share no strong trait", () => {
    const someone = fc.tuple(
      fc.nat(FAMILIES.length - 1),
      fc.nat(GIVEN.length - 1),
      fc.nat(BIRTHS.length - 1),
    );
    fc.assert(
      fc.property(someone, someone, fc.constantFrom("F", "M"), (a, b, sex) => {
        fc.pre(a.join() !== b.join());
        const facts = ([f, g, d]: [number, number, number]) =>
          person(`${FAMILIES[f]?.[0] ?? ""}^${GIVEN[g]?.[0] ?? ""}`, BIRTHS[d]?.[0] ?? "", sex);
        expect(agree(facts(a), facts(b))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test("a name at birth, other forenames and a family name within the other agree", () => {
    expect(agree(person("DUPONT^MARIE"), person(["MARTIN^MARIE", "DUPONT^MARIE"]))).toBe(true);
    expect(agree(person("DUPONT^MARIE"), person("MARTIN NEE DUPONT^MARIE"))).toBe(true);
    expect(agree(person("DUPONT^MARIE"), person("DUPONT EPOUSE MARTIN^MARIE"))).toBe(true);
    expect(agree(person("DUPONT^MARIE"), person("DUPONT^MARIE ANNE SOPHIE"))).toBe(true);
    expect(agree(person("DUPONT MARIE"), person("DUPONT^MARIE"))).toBe(true);
    expect(agree(person("DUPONT^MARIE", "19610105", ""), person("DUPONT^MARIE"))).toBe(true);
    // Twins.
    expect(agree(person("DUPONT^MARIE"), person("DUPONT^SOPHIE"))).toBe(false);
    expect(agree(person("DUPONT^MARIE"), person("DURAND^MARIE"))).toBe(false);
  });

  test("nothing is made of a name alone, of a stock name, or of a birth date that is none", () => {
    const shared = ["name-birth", "name-birth-sex", "first-name-birth-sex", "birth-sex-initials"];
    for (const facts of [
      person("DUPONT^MARIE", ""),
      person("DUPONT^MARIE", "19000101"),
      person("DUPONT^MARIE", "19610230"),
      person("DUPONT^MARIE", "********"),
      person("ANONYMOUS^PATIENT"),
      person("TEST^TEST"),
      person("***^***"),
      person(""),
      person("X^X"),
      person("DUPONT"),
    ])
      expect(hashes(facts, shared)).toEqual(new Set());
  });

  test("no hash says a name, and another key gives other hashes", () => {
    const own = traitsOf(KEY, person("DUPONT^MARIE"));
    expect(own.every(({ hash }) => hash.length === 32)).toBe(true);
    const other = traitsOf("another key of thirty-two bytes..", person("DUPONT^MARIE"));
    const text = (traits: typeof own) => traits.map(({ hash }) => Buffer.from(hash).toString("hex"));
    expect(text(own).filter((hash) => text(other).includes(hash))).toEqual([]);
  });

  test.each([
    ["19610105", "19610105"],
    ["1961.01.05", "19610105"],
    ["05/01/1961", "19610105"],
    ["00000000", null],
    ["19611301", null],
    ["20000229", "20000229"],
    ["19000229", null],
    ["61-01-05", null],
    ["UNKNOWN", null],
    [undefined, null],
  ])("birth date %s is %s", (value, expected) => {
    expect(normaliseBirthDate(value)).toBe(expected);
  });
});

describe("two people under one identifier", () => {
  const known = traitsOf(KEY, person("DUPONT^MARIE", "19610105"));
  const isOther = (...facts: Parameters<typeof person>) =>
    isSomebodyElse(known, traitsOf(KEY, person(...facts)));

  test("are told apart when name and birth date both differ, and only then", () => {
    expect(isOther("AUTRE^JEAN", "19450505")).toBe(true);
    expect(isOther("DUPONT^SOPHIE", "19450505")).toBe(true);
    expect(isOther("MARTIN^MARIE", "19610105")).toBe(false);
    expect(isOther("DUPONT^MARIE", "19610501")).toBe(false);
    expect(isOther("Marie DUPONT", "19450505")).toBe(false);
    expect(isOther("AUTRE^JEAN", "")).toBe(false);
    expect(isOther("", "19450505")).toBe(false);
    // Another identifier of the same subject after a merge says nothing about this one.
    expect(isOther("AUTRE^JEAN", "19450505", "M", "2")).toBe(false);
  });
});
