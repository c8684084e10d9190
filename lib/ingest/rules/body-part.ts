import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";

/**
 * Whether an exam is of the head. A PACS sends knees: they are refused only when the header says another part and
 * nothing in it says head. What says neither is accepted; so are phantoms.
 */
export type BodyRegion = "head" | "other" | "unknown";

/** Defined terms of BodyPartExamined (PS3.16 Annex L) that are of the head, and what scanners write for them. */
const HEAD_TERMS: ReadonlySet<string> = new Set([
  "HEAD",
  "BRAIN",
  "HEADNECK",
  "SKULL",
  "ORBIT",
  "EYE",
  "EAR",
  "IAC",
  "FACE",
  "JAW",
  "MAXILLA",
  "MANDIBLE",
  "SINUS",
  "PSINUS",
  "PARANASALSINUS",
  "NOSE",
  "TMJ",
  "PITUITARY",
  "SELLA",
  "HYPOPHYSIS",
  "HIPPOCAMPUS",
  "CEREBELLUM",
  "CRANE",
  "TETE",
  "CERVEAU",
  "ENCEPHALE",
  "CIRCLEOFWILLIS",
]);

/** Defined terms of other parts, and what scanners write for them. */
const OTHER_TERMS: ReadonlySet<string> = new Set([
  "ABDOMEN",
  "ABDOMENPELVIS",
  "ADRENAL",
  "ANKLE",
  "AORTA",
  "ARM",
  "BLADDER",
  "BREAST",
  "BRONCHUS",
  "BUTTOCK",
  "CALF",
  "CALCANEUS",
  "CHEST",
  "CHESTABDOMEN",
  "CLAVICLE",
  "COCCYX",
  "COLON",
  "CSPINE",
  "CTSPINE",
  "ELBOW",
  "EXTREMITY",
  "FEMUR",
  "FINGER",
  "FOOT",
  "FOREARM",
  "GALLBLADDER",
  "HAND",
  "HEART",
  "HIP",
  "HUMERUS",
  "KIDNEY",
  "KNEE",
  "LEG",
  "LIVER",
  "LSPINE",
  "LSSPINE",
  "LUNG",
  "PANCREAS",
  "PELVIS",
  "PROSTATE",
  "RADIUS",
  "RECTUM",
  "RIB",
  "SCAPULA",
  "SHOULDER",
  "SPINE",
  "SPLEEN",
  "SSPINE",
  "STERNUM",
  "THIGH",
  "THORAX",
  "TIBIA",
  "TLSPINE",
  "TOE",
  "TSPINE",
  "UTERUS",
  "WRIST",
]);

/**
 * AnatomicRegionSequence codes: SNOMED CT, and the SNOMED-RT codes that older scanners write (PS3.16 CID 4030, 4031).
 */
const HEAD_CODES: ReadonlySet<string> = new Set([
  "69536005", // head
  "12738006", // brain
  "774007", // head and neck
  "89546000", // skull
  "371398005", // orbit
  "56329008", // pituitary
  "T-D1100",
  "T-A0100",
  "T-D1000",
  "T-11100",
  "T-D1480",
  "T-B1000",
]);
const OTHER_CODES: ReadonlySet<string> = new Set([
  "72696002", // knee
  "818983003", // abdomen
  "113345001", // abdomen, former code
  "12921003", // pelvis
  "816092008", // pelvis, structure
  "51185008", // chest
  "816094009", // chest, structure
  "76752008", // breast
  "80891009", // heart
  "41216001", // prostate
  "16982005", // shoulder
  "24136001", // hip
  "29836001", // hip region
  "70258002", // ankle
  "56459004", // foot
  "74670003", // wrist
  "85562004", // hand
  "16953009", // elbow
  "421060004", // spine
  "122494005", // cervical spine
  "122495006", // thoracic spine
  "122496007", // lumbar spine
  "10200004", // liver
  "64033007", // kidney
  "T-D9200",
  "T-D4000",
  "T-D6000",
  "T-D3000",
  "T-04000",
  "T-32000",
  "T-92000",
  "T-D2220",
  "T-15710",
  "T-D9700",
  "T-D9500",
  "T-15460",
  "T-D8800",
  "T-D8700",
  "T-15430",
  "T-11500",
  "T-11501",
  "T-11502",
  "T-11503",
  "T-62000",
  "T-71000",
]);

/** Words of descriptions, French and English, without accents, as whole words. */
const HEAD_WORDS = new RegExp(
  `\\b(?:${[
    "brain",
    "head",
    "skull",
    "crane",
    "cranien(?:ne)?s?",
    "cranial",
    "intracranial(?:e)?",
    "intracranien(?:ne)?s?",
    "tete",
    "cerveau",
    "cerebral(?:e|es)?",
    "cerebraux",
    "cerebel\\w*",
    "cervelet",
    "encephal\\w*",
    "neuro\\w*",
    "orbites?",
    "orbits?",
    "oculaires?",
    "hypophys\\w*",
    "pituitary",
    "sell(?:a|aire|ar)",
    "hippocamp\\w*",
    "temporal(?:e|aux)?",
    "rochers?",
    "cai",
    "iac",
    "apc",
    "angle ponto\\w*",
    "tronc(?: cerebral)?",
    "brainstem",
    "tsa",
    "troncs supra ?aortiques",
    "carotid\\w*",
    "willis",
    "polygone",
    "sinus",
    "massif facial",
    "face",
    "atm",
    "tmj",
    "epilep\\w*",
    "sep",
    "avc",
    "stroke",
    "demence",
    "dementia",
    "alzheimer",
    "parkinson",
    "mprage",
    "mp2rage",
    "bravo",
    "flair",
    "fmri",
    "irmf",
    "resting ?state",
    "rsfmri",
  ].join("|")})\\b`,
);

const OTHER_WORDS = new RegExp(
  `\\b(?:${[
    "knees?",
    "genou(?:x)?",
    "rachis",
    "rachidien(?:ne)?s?",
    "spines?",
    "spinal",
    "cspine",
    "lspine",
    "tspine",
    "vertebr\\w*",
    "lombaires?",
    "lumbar",
    "lombo\\w*",
    "dorsolomb\\w*",
    "sacro\\w*",
    "sacrum",
    "moelle",
    "medullaires?",
    "abdomen",
    "abdomin\\w*",
    "abdo",
    "pelvis",
    "pelvien(?:ne)?s?",
    "pelvic",
    "bassin",
    "prostat\\w*",
    "seins?",
    "breasts?",
    "mammaires?",
    "mammo\\w*",
    "coeur",
    "heart",
    // Not "cardiac gated", which a brain can be.
    "cardia(?!c (?:gat|trig|sync))\\w*",
    "cardio\\w*",
    "thorax",
    "thoraci\\w*",
    "chest",
    "poumons?",
    "lungs?",
    "foie",
    "liver",
    "hepati\\w*",
    "bili",
    "biliaires?",
    "mrcp",
    "pancrea\\w*",
    "reins?",
    "kidneys?",
    "renal(?:e|es)?",
    "surrenal\\w*",
    "adrenal\\w*",
    "uterus",
    "ovair\\w*",
    "rectum",
    "rectal(?:e)?",
    "vessie",
    "bladder",
    "hanches?",
    "hips?",
    "epaules?",
    "shoulders?",
    "coudes?",
    "elbows?",
    "poignets?",
    "wrists?",
    "mains",
    // Alone it is an English word too.
    "(?:irm|de la|la) main",
    "main (?:droite|gauche|dte?|gche)",
    "hands?",
    "doigts?",
    "fingers?",
    "cheville\\w*",
    "ankles?",
    "pieds?",
    "foot",
    "feet",
    "orteils?",
    "toes?",
    "cuisses?",
    "thighs?",
    "mollets?",
    "calf",
    "jambes?",
    "legs?",
    "femur\\w*",
    "femoral(?:e)?",
    "tibia\\w*",
    "humerus",
    "avant ?bras",
    "forearms?",
    "aort(?:e|a)",
    "membres? (?:inferieurs?|superieurs?)",
    "plexus brachial",
    "foet\\w*",
    "fet(?:al|us)",
  ].join("|")})\\b`,
);

/** Free texts in which an operator or a protocol names the part. */
const TEXTS = [
  TAG.StudyDescription,
  TAG.SeriesDescription,
  TAG.ProtocolName,
  TAG.RequestedProcedureDescription,
  TAG.PerformedProcedureStepDescription,
] as const;

const PHANTOM = /\b(?:phantom|fantome)/;

/** Decides by BodyPartExamined, AnatomicRegionSequence and descriptions, in French and English. */
export function bodyRegionOf(dataset: Dataset): BodyRegion {
  const texts = TEXTS.flatMap((tag) => dataset.texts(tag)).map(fold);
  const people = [TAG.PatientName, TAG.PatientID].flatMap((tag) => dataset.texts(tag)).map(fold);
  if ([...texts, ...people].some((text) => PHANTOM.test(text))) return "unknown";
  const part = termOf(dataset.text(TAG.BodyPartExamined));
  const codes = regionCodes(dataset);
  // A neck or a whole spine may have the head in it, but does not say so.
  const saysHead =
    HEAD_TERMS.has(part) ||
    codes.some((code) => HEAD_CODES.has(code)) ||
    texts.some((text) => HEAD_WORDS.test(text));
  if (saysHead) return "head";
  const saysOther =
    OTHER_TERMS.has(part) ||
    codes.some((code) => OTHER_CODES.has(code)) ||
    texts.some((text) => OTHER_WORDS.test(text));
  return saysOther ? "other" : "unknown";
}

/** BodyPartExamined as a defined term, null where it is none that we know. */
export function bodyPartOf(dataset: Dataset): string | null {
  const part = termOf(dataset.text(TAG.BodyPartExamined));
  return HEAD_TERMS.has(part) || OTHER_TERMS.has(part) || part === "NECK" || part === "WHOLEBODY"
    ? part
    : null;
}

/** "L-SPINE", "l spine" and "LSPINE" are one term. */
function termOf(value: string | undefined): string {
  return fold(value ?? "")
    .toUpperCase()
    .replace(/[^A-Z]/g, "");
}

function regionCodes(dataset: Dataset): string[] {
  return dataset.items(TAG.AnatomicRegionSequence).flatMap((item) => item.texts(TAG.CodeValue));
}

/** Without accents and case; underscores and hyphens separate words. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/œ/g, "oe")
    .replace(/[^a-z0-9]+/g, " ");
}
