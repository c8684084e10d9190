import { normaliseText } from "@/lib/terminology/normalise";

// Clinical scores that the house knows: what they are called, and which values they can have. Browser-safe.

export interface KnownScore {
  /** As it is stored and asked for. */
  name: string;
  labelFr: string;
  labelEn: string;
  unit: string | null;
  /** Bounds included. */
  min: number;
  max: number;
  /** Values are multiples of it, counted from 0; null where any number is. */
  step: number | null;
  /** Other spellings in tables, normalised. */
  aliases: readonly string[];
}

type Row = [
  name: string,
  fr: string,
  en: string,
  bounds: [number, number],
  step: number | null,
  aliases?: string[],
];

const POINTS: Row[] = [
  ["MMSE", "mini-mental", "Mini-Mental State Examination", [0, 30], 1, ["mmse total", "mms", "mini mental"]],
  ["MoCA", "évaluation cognitive de Montréal", "Montreal Cognitive Assessment", [0, 30], 1, ["moca total"]],
  ["CDR", "évaluation clinique de la démence", "Clinical Dementia Rating", [0, 3], 0.5, ["cdr global"]],
  ["CDR-SB", "CDR, somme des boîtes", "CDR sum of boxes", [0, 18], 0.5, ["cdr sob", "cdrsb"]],
  [
    "ADAS-Cog",
    "ADAS, sous-échelle cognitive",
    "Alzheimer’s Disease Assessment Scale, cognitive",
    [0, 85],
    null,
  ],
  ["BREF", "batterie rapide d’efficience frontale", "Frontal Assessment Battery", [0, 18], 1, ["fab"]],
  [
    "Mattis",
    "échelle de démence de Mattis",
    "Mattis Dementia Rating Scale",
    [0, 144],
    1,
    ["mdrs", "drs mattis"],
  ],
  ["ACE-III", "examen cognitif d’Addenbrooke III", "Addenbrooke’s Cognitive Examination III", [0, 100], 1],
  ["NPI", "inventaire neuropsychiatrique", "Neuropsychiatric Inventory", [0, 144], 1],
  ["EDSS", "échelle étendue d’incapacité de Kurtzke", "Expanded Disability Status Scale", [0, 10], 0.5],
  ["SDMT", "test des symboles et chiffres", "Symbol Digit Modalities Test", [0, 110], 1],
  ["MFIS", "échelle modifiée d’impact de la fatigue", "Modified Fatigue Impact Scale", [0, 84], 1],
  [
    "UPDRS-III",
    "UPDRS, partie motrice (1987)",
    "UPDRS part III (1987)",
    [0, 108],
    0.5,
    ["updrs 3", "updrs motor"],
  ],
  ["MDS-UPDRS-III", "MDS-UPDRS, partie motrice", "MDS-UPDRS part III", [0, 132], 1, ["mds updrs 3"]],
  ["UPDRS", "UPDRS, total", "UPDRS total", [0, 199], 0.5, ["updrs total"]],
  ["Hoehn-Yahr", "stade de Hoehn et Yahr", "Hoehn and Yahr stage", [0, 5], 0.5, ["hy", "hoehn yahr stage"]],
  ["UHDRS-TMS", "UHDRS, score moteur total", "UHDRS total motor score", [0, 124], 1, ["uhdrs motor"]],
  ["SARA", "échelle d’évaluation de l’ataxie", "Scale for the Assessment and Rating of Ataxia", [0, 40], 0.5],
  [
    "ALSFRS-R",
    "échelle fonctionnelle de la SLA révisée",
    "ALS Functional Rating Scale revised",
    [0, 48],
    1,
    ["alsfrs"],
  ],
  ["NIHSS", "score NIHSS de l’AVC", "NIH Stroke Scale", [0, 42], 1],
  [
    "mRS",
    "échelle de Rankin modifiée",
    "modified Rankin Scale",
    [0, 6],
    1,
    ["rankin", "modified rankin scale"],
  ],
  ["Barthel", "indice de Barthel", "Barthel Index", [0, 100], 5, ["barthel index"]],
  ["GCS", "échelle de Glasgow", "Glasgow Coma Scale", [3, 15], 1, ["glasgow"]],
  ["Karnofsky", "indice de Karnofsky", "Karnofsky performance status", [0, 100], 10, ["kps"]],
  ["PANSS", "PANSS, total", "Positive and Negative Syndrome Scale", [30, 210], 1, ["panss total"]],
  ["PANSS-P", "PANSS, échelle positive", "PANSS positive scale", [7, 49], 1, ["panss positive"]],
  ["PANSS-N", "PANSS, échelle négative", "PANSS negative scale", [7, 49], 1, ["panss negative"]],
  ["BPRS", "échelle abrégée d’appréciation psychiatrique", "Brief Psychiatric Rating Scale", [18, 126], 1],
  [
    "HAMD",
    "échelle de dépression de Hamilton",
    "Hamilton Depression Rating Scale",
    [0, 52],
    1,
    ["ham d", "hdrs", "hamd 17"],
  ],
  ["HAMA", "échelle d’anxiété de Hamilton", "Hamilton Anxiety Rating Scale", [0, 56], 1, ["ham a"]],
  ["MADRS", "échelle de Montgomery-Åsberg", "Montgomery–Åsberg Depression Rating Scale", [0, 60], 1],
  [
    "BDI-II",
    "inventaire de dépression de Beck II",
    "Beck Depression Inventory II",
    [0, 63],
    1,
    ["bdi", "bdi2"],
  ],
  ["PHQ-9", "questionnaire de santé du patient", "Patient Health Questionnaire 9", [0, 27], 1],
  ["GAD-7", "échelle d’anxiété généralisée", "Generalized Anxiety Disorder 7", [0, 21], 1],
  ["STAI-S", "anxiété état de Spielberger", "State–Trait Anxiety Inventory, state", [20, 80], 1],
  ["STAI-T", "anxiété trait de Spielberger", "State–Trait Anxiety Inventory, trait", [20, 80], 1],
  ["YMRS", "échelle de manie de Young", "Young Mania Rating Scale", [0, 60], 1],
  [
    "Y-BOCS",
    "échelle d’obsession-compulsion de Yale-Brown",
    "Yale–Brown Obsessive Compulsive Scale",
    [0, 40],
    1,
    ["ybocs"],
  ],
  ["YGTSS", "échelle de tics de Yale", "Yale Global Tic Severity Scale", [0, 100], 1],
  [
    "CGI-S",
    "impression clinique globale, sévérité",
    "Clinical Global Impression, severity",
    [1, 7],
    1,
    ["cgi"],
  ],
  ["GAF", "évaluation globale du fonctionnement", "Global Assessment of Functioning", [1, 100], 1, ["egf"]],
  ["AUDIT", "test de consommation d’alcool", "Alcohol Use Disorders Identification Test", [0, 40], 1],
  ["AQ", "quotient autistique", "Autism Spectrum Quotient", [0, 50], 1],
  ["ADOS-CSS", "ADOS, sévérité comparée", "ADOS calibrated severity score", [1, 10], 1],
  ["ASRS", "échelle d’autoévaluation du TDAH", "Adult ADHD Self-Report Scale", [0, 72], 1],
  ["HIT-6", "impact des céphalées", "Headache Impact Test", [36, 78], 1],
  ["PSQI", "qualité du sommeil de Pittsburgh", "Pittsburgh Sleep Quality Index", [0, 21], 1],
  ["ESS", "échelle de somnolence d’Epworth", "Epworth Sleepiness Scale", [0, 24], 1, ["epworth"]],
];

/** In seconds. */
const MEASURED: Row[] = [
  ["T25FW", "marche sur 25 pieds", "timed 25-foot walk", [0, 180], null, ["timed 25 foot walk"]],
  ["9HPT", "test des neuf chevilles", "nine-hole peg test", [0, 300], null, ["nine hole peg test"]],
  ["TMT-A", "Trail Making Test A", "Trail Making Test A", [0, 600], null, ["trail making a", "tmta"]],
  ["TMT-B", "Trail Making Test B", "Trail Making Test B", [0, 900], null, ["trail making b", "tmtb"]],
];

const read =
  (unit: string | null) =>
  ([name, labelFr, labelEn, [min, max], step, aliases = []]: Row): KnownScore => ({
    name,
    labelFr,
    labelEn,
    unit,
    min,
    max,
    step,
    aliases,
  });

export const KNOWN_SCORES: readonly KnownScore[] = [...POINTS.map(read(null)), ...MEASURED.map(read("s"))];

const bySpelling = new Map(
  KNOWN_SCORES.flatMap((score) =>
    [score.name, ...score.aliases].flatMap((spelling) => {
      const normalised = normaliseText(spelling);
      return [normalised, normalised.replaceAll(" ", "")].map((key) => [key, score] as const);
    }),
  ),
);

/** A score by its name or another spelling, case and signs ignored; undefined for one that the house does not know. */
export function findScore(spelling: string): KnownScore | undefined {
  return bySpelling.get(normaliseText(spelling).replaceAll(" ", ""));
}

/** Names of scores that the house does not know: short, so that no sentence and no person becomes one. */
const FREE_NAME = /^[A-Za-z][A-Za-z0-9 ._+/-]{0,38}[A-Za-z0-9+]$/;

/** The name under which a score is kept; null for a text that names none. */
export function scoreNameOf(spelling: string): string | null {
  const given = spelling.trim();
  return findScore(given)?.name ?? (FREE_NAME.test(given) ? given : null);
}

/** Whether a score can have a value; any finite number for one that the house does not know. */
export function isPlausible(name: string, value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > 1e9) return false;
  const known = findScore(name);
  if (!known) return true;
  const onStep = known.step === null || Math.abs(value / known.step - Math.round(value / known.step)) < 1e-9;
  return value >= known.min && value <= known.max && onStep;
}
