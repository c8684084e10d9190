// What the random catalogues hold and the random questions ask for: few values, so that questions find something.

/** Multiple sclerosis and its relapsing-remitting form, Alzheimer's disease, schizophrenia, glioblastoma. */
export const HELD_CODES = ["DOID:2377", "DOID:2378", "DOID:10652", "DOID:5419", "DOID:3068"] as const;
/** Also their ancestors (demyelinating disease, nervous system disease), and one that nobody has. */
export const ASKED_CODES = [...HELD_CODES, "DOID:3213", "DOID:863", "DOID:12858"] as const;
export const SITE_CODES = ["NORD", "COTE"] as const;
export const PROJECT_CODES = ["P1", "P2"] as const;
export const PROTOCOL_CODES = ["NEURO", "BRIEF"] as const;
export const SCORE_NAMES = ["MMSE", "EDSS"] as const;
export const MAPS = ["ADC", "FA"] as const;
export const ROLES = ["T1w", "FLAIR", "DWI"] as const;

/** Two scanners at each site; the first and the third are of one model. */
export const SCANNERS = [
  { siteCode: "NORD", manufacturer: "Siemens", model: "MAGNETOM Prisma", fieldTesla: 2.8936 },
  { siteCode: "NORD", manufacturer: "GE", model: "SIGNA Architect", fieldTesla: 3 },
  { siteCode: "COTE", manufacturer: "Siemens", model: "MAGNETOM Prisma", fieldTesla: 3 },
  { siteCode: "COTE", manufacturer: "Philips", model: "Ingenia Ambition", fieldTesla: 1.5 },
] as const;
