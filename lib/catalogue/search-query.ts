import { z } from "zod";

// What can be asked of the catalogue, as plain data. Browser-safe: the page and the server share it.

export const SEQUENCE_ROLES = [
  "T1w",
  "T2w",
  "PDw",
  "FLAIR",
  "DIR",
  "DWI",
  "SWI",
  "T2star",
  "BOLD",
  "ASL",
  "DSC",
  "DCE",
  "MP2RAGE",
  "TOF",
  "fieldmap",
  "MRS",
  "SBRef",
  "localiser",
  "unknown",
] as const;
export type SequenceRoleName = (typeof SEQUENCE_ROLES)[number];

export const MANUFACTURERS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;
export const SEXES = ["female", "male", "other", "unknown"] as const;
/** Nominal field strengths in tesla, each with the values a header may hold for it. */
export const FIELD_STRENGTHS = [
  { nominalTesla: 1.5, fromTesla: 1.3, toTesla: 1.7 },
  { nominalTesla: 3, fromTesla: 2.8, toTesla: 3.2 },
  { nominalTesla: 7, fromTesla: 6.7, toTesla: 7.3 },
] as const;
/** Verdicts on a series by the protocols that judge its exam now; `none`: no protocol does. */
export const VERDICTS = ["compliant", "minor", "major", "undetermined", "none"] as const;
/** Whether an exam has all that its protocol requires; `none`: no protocol says. */
export const WHOLENESS = ["whole", "incomplete", "none"] as const;
/** A series beside its comparable group. */
export const QC_STATES = ["typical", "outlier", "unmeasured"] as const;
/** Worst of the latest ratings of a series; `none`: nobody has rated it. */
export const RATINGS = ["good", "usable", "unusable", "none"] as const;
/** Bounds offered for the largest voxel side, in mm. */
export const VOXEL_BOUNDS_MM = [0.5, 0.7, 1, 1.2, 2, 3, 5] as const;
/** Ages run from 0 to 90; 90 stands for "over 89". */
export const MAX_AGE_YEARS = 90;
export const MAX_VISITS_ASKED = 5;
export const PAGE_SIZE = 50;

/** A role, or a role acquired in 3D: "FLAIR", "FLAIR.3D". */
const roleToken = z
  .string()
  .refine((token) => {
    const [role, dimension, ...rest] = token.split(".");
    return (
      SEQUENCE_ROLES.some((one) => one === role) &&
      (dimension === undefined || dimension === "3D") &&
      !rest.length
    );
  })
  .max(20);

/** A manufacturer, or one of its models: "Siemens", "Siemens~MAGNETOM Prisma". */
const scannerToken = z
  .string()
  .max(120)
  .refine((token) => MANUFACTURERS.some((one) => one === token.split("~")[0]));

const list = <T extends z.ZodType<string>>(item: T) => z.array(item).max(30).default([]);

export const UNITS = ["subjects", "exams", "series"] as const;
export type Unit = (typeof UNITS)[number];

export const SORTS = ["pseudonym", "age", "visits", "site"] as const;
export type Sort = (typeof SORTS)[number];

/**
 * Between kinds of criteria: and. Within a kind: or, except roles and maps, which must all be found in the same exam.
 */
export const catalogueQuerySchema = z.object({
  /** Free text: every word must be found somewhere in the exam. */
  text: z.string().trim().max(200).default(""),
  /** Codes, their descendants included, at the date of the exam. */
  diagnosis: list(z.string().regex(/^[A-Za-z0-9:._-]{1,40}$/)),
  /** Healthy controls of a project; alternative to `diagnosis`, so that both together give patients and controls. */
  control: z.boolean().default(false),
  role: list(roleToken),
  map: list(z.string().min(1).max(40)),
  protocol: list(z.string().min(1).max(80)),
  site: list(z.string().min(1).max(40)),
  scanner: list(scannerToken),
  /** Nominal field strengths, in tesla. */
  field: z.array(z.number().positive().max(20)).max(10).default([]),
  /** Completed years at the exam, bounds included. An unknown age never matches a bound. */
  ageMin: z.number().int().min(0).max(MAX_AGE_YEARS).nullable().default(null),
  ageMax: z.number().int().min(0).max(MAX_AGE_YEARS).nullable().default(null),
  sex: list(z.enum(SEXES)),
  /** At least so many visits of the subject must hold an exam that answers everything else. */
  visits: z.number().int().min(1).max(MAX_VISITS_ASKED).default(1),
  /** Largest voxel side in mm, for each series that a role or map asks for; for some series when none is asked. */
  voxelMaxMm: z.number().positive().max(100).nullable().default(null),
  /** Only series whose images are in the store. */
  pixels: z.boolean().default(false),
  /** Verdicts of each asked series, by the asked protocols, by any when none is asked. */
  verdict: list(z.enum(VERDICTS)),
  /** Whether the exam is whole by the asked protocols, by any when none is asked. */
  whole: list(z.enum(WHOLENESS)),
  qc: list(z.enum(QC_STATES)),
  rating: list(z.enum(RATINGS)),
});

export type CatalogueQuery = z.infer<typeof catalogueQuerySchema>;

/** How the result is looked at: changes no count. */
export const catalogueViewSchema = z.object({
  unit: z.enum(UNITS).default("subjects"),
  sort: z.enum(SORTS).default("pseudonym"),
  descending: z.boolean().default(false),
  /** From 1. */
  page: z.number().int().min(1).max(20_000).default(1),
});

export type CatalogueView = z.infer<typeof catalogueViewSchema>;

export const EMPTY_QUERY: CatalogueQuery = catalogueQuerySchema.parse({});
export const DEFAULT_VIEW: CatalogueView = catalogueViewSchema.parse({});

/** The criteria that can be chosen and dropped, each with a facet of its own. */
export const FACETS = [
  "diagnosis",
  "role",
  "map",
  "protocol",
  "verdict",
  "whole",
  "qc",
  "rating",
  "site",
  "scanner",
  "field",
  "age",
  "sex",
  "visits",
  "voxel",
  "pixels",
] as const;
export type Facet = (typeof FACETS)[number];
/** A facet, or the free text, which has no facet. */
export type Criterion = Facet | "text";
export const CRITERIA: readonly Criterion[] = ["text", ...FACETS];

const KEYS: Record<Criterion, (keyof CatalogueQuery)[]> = {
  text: ["text"],
  diagnosis: ["diagnosis", "control"],
  role: ["role"],
  map: ["map"],
  protocol: ["protocol"],
  verdict: ["verdict"],
  whole: ["whole"],
  qc: ["qc"],
  rating: ["rating"],
  site: ["site"],
  scanner: ["scanner"],
  field: ["field"],
  age: ["ageMin", "ageMax"],
  sex: ["sex"],
  visits: ["visits"],
  voxel: ["voxelMaxMm"],
  pixels: ["pixels"],
};

/** The same question without one criterion. */
export function without(query: CatalogueQuery, criterion: Criterion): CatalogueQuery {
  const cleared: CatalogueQuery = { ...query };
  for (const key of KEYS[criterion]) Object.assign(cleared, { [key]: EMPTY_QUERY[key] });
  return cleared;
}

/** Whether a criterion is chosen. */
export function isChosen(query: CatalogueQuery, criterion: Criterion): boolean {
  return KEYS[criterion].some((key) => JSON.stringify(query[key]) !== JSON.stringify(EMPTY_QUERY[key]));
}

/** The chosen criteria, in the order in which the question names them. */
export function chosenCriteria(query: CatalogueQuery): Criterion[] {
  return CRITERIA.filter((criterion) => isChosen(query, criterion));
}

/** What one role token asks of a series. */
export function parseRoleToken(token: string): { role: SequenceRoleName; is3D: boolean } {
  const [name, dimension] = token.split(".");
  const role = SEQUENCE_ROLES.find((one) => one === name) ?? "unknown";
  return { role, is3D: dimension === "3D" };
}

/** What one scanner token asks of a scanner; `model` null for every model of the manufacturer. */
export function parseScannerToken(token: string): { manufacturer: string; model: string | null } {
  const cut = token.indexOf("~");
  return cut < 0
    ? { manufacturer: token, model: null }
    : { manufacturer: token.slice(0, cut), model: token.slice(cut + 1) };
}

/** The nominal field strength of a header value: 2.8936 is 3. Unlisted values stand for themselves. */
export function nominalFieldTesla(tesla: number): number {
  return (
    FIELD_STRENGTHS.find(({ fromTesla, toTesla }) => tesla >= fromTesla && tesla <= toTesla)?.nominalTesla ??
    tesla
  );
}
