/** Makers the network tells apart; the database has the same list. */
export const MANUFACTURERS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;
export type Manufacturer = (typeof MANUFACTURERS)[number];

const SPELLINGS: readonly (readonly [RegExp, Manufacturer])[] = [
  [/siemens/i, "Siemens"],
  [/philips/i, "Philips"],
  [/^ge\b|general electric|^gems\b/i, "GE"],
  [/canon|toshiba/i, "Canon"],
  [/^uih\b|united imaging/i, "UIH"],
];

/** Manufacturer (0008,0070) as one of ours: vendors spell themselves in many ways ("SIEMENS", "CANON_MEC"). */
export function normaliseManufacturer(text: string | undefined): Manufacturer {
  const spoken = (text ?? "").replaceAll("_", " ").trim();
  return SPELLINGS.find(([pattern]) => pattern.test(spoken))?.[1] ?? "Other";
}

/** ManufacturerModelName (0008,1090): underscores as spaces, single spaces; "unknown" when absent. */
export function normaliseModel(text: string | undefined): string {
  return plain((text ?? "").replaceAll("_", " "));
}

/** Names that one software writes before the model and another leaves out. */
const BEFORE_MODEL = /\b(?:magnetom|siemens|philips|ge|toshiba|canon|uih)\b/g;

/**
 * What two spellings of one model have in common: "MAGNETOM Prisma_fit" and "Prisma Fit" are one scanner. For
 * comparing scanners of one site and maker only.
 */
export function modelKey(model: string): string {
  const words = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  return words.replace(BEFORE_MODEL, "").replaceAll(" ", "") || words.replaceAll(" ", "");
}

/** SoftwareVersions (0018,1020), values joined by " "; "unknown" when absent. */
export function normaliseSoftware(values: readonly string[]): string {
  return plain(values.join(" "));
}

/** What a product's name is written with: a free-text field must not carry a sentence or an address into the network. */
function plain(text: string): string {
  const kept = text
    .replace(/[^A-Za-z0-9 .,:+_/()*-]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return kept.slice(0, 64).trim() || "unknown";
}

const NOMINAL_TESLA = [0.2, 0.3, 0.35, 0.5, 0.55, 1, 1.5, 3, 4, 4.7, 7, 9.4, 10.5, 11.7] as const;

/**
 * MagneticFieldStrength (0018,0087) as the nominal one: 2.89362 and 3 are both a "3 T"; some scanners write gauss.
 * @returns tesla, 0 when unknown
 */
export function nominalFieldStrengthTesla(written: number | undefined): number {
  if (written === undefined || !(written > 0)) return 0;
  const tesla = written > 100 ? written / 10_000 : written;
  const nearest = NOMINAL_TESLA.reduce((best, nominal) =>
    Math.abs(nominal - tesla) < Math.abs(best - tesla) ? nominal : best,
  );
  return Math.abs(nearest - tesla) <= 0.1 * nearest ? nearest : tesla;
}
