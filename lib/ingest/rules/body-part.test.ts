import { describe, expect, test } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { bodyPartOf, type BodyRegion, bodyRegionOf } from "./body-part";

interface Said {
  part?: string;
  study?: string;
  series?: string;
  protocol?: string;
  code?: string;
  name?: string;
}

function header({ part, study, series, protocol, code, name }: Said): Dataset {
  const dataset = new Dataset(["ISO_IR 192"]);
  if (part !== undefined) dataset.set(TAG.BodyPartExamined, "CS", part);
  if (study !== undefined) dataset.set(TAG.StudyDescription, "LO", study);
  if (series !== undefined) dataset.set(TAG.SeriesDescription, "LO", series);
  if (protocol !== undefined) dataset.set(TAG.ProtocolName, "LO", protocol);
  if (name !== undefined) dataset.set(TAG.PatientName, "PN", name);
  if (code !== undefined) {
    const item = new Dataset();
    item.set(TAG.CodeValue, "SH", code);
    dataset.set(TAG.AnatomicRegionSequence, "SQ", [item]);
  }
  return dataset;
}

const OTHER: Said[] = [
  { part: "KNEE" },
  { part: "LSPINE" },
  { part: "L-SPINE" },
  { part: "C SPINE" },
  { part: "Prostate" },
  { code: "72696002" },
  { code: "T-D9200" },
  ...[
    "IRM GENOU DROIT",
    "Genou G",
    "IRM des genoux",
    "Knee left",
    "IRM rachis lombaire",
    "IRM RACHIS CERVICAL",
    "Lumbar spine",
    "Whole spine",
    "IRM médullaire",
    "Moëlle épinière",
    "IRM abdominale",
    "Abdomen",
    "MRI PELVIS",
    "IRM pelvienne",
    "IRM de la prostate",
    "PROSTATE^multiparam",
    "IRM seins",
    "Sein gauche",
    "IRM mammaire",
    "Breast bilateral",
    "IRM cœur",
    "IRM CARDIAQUE",
    "Coeur stress",
    "Heart",
    "IRM hépatique",
    "FOIE",
    "Liver dynamic",
    "Bili IRM",
    "MRCP",
    "IRM pancréas",
    "IRM rénale",
    "Reins",
    "Épaule droite",
    "SHOULDER_R",
    "Hanche",
    "Hip arthro",
    "Cheville",
    "Ankle",
    "IRM pied",
    "Foot",
    "Poignet",
    "Wrist",
    "IRM main",
    "Main droite",
    "Coude",
    "Elbow",
    "Cuisses",
    "Mollet",
    "Bassin",
    "Thorax",
    "IRM fœtale",
    "Utérus",
    "Rectum",
    "IRM sacro-iliaques",
    "Plexus brachial",
    "Avant-bras",
    "Aorte thoracique",
  ].flatMap((text): Said[] => [{ study: text }, { series: text }, { protocol: text.toUpperCase() }]),
];

const HEAD: Said[] = [
  { part: "BRAIN" },
  { part: "HEAD" },
  { part: "SKULL" },
  { part: "ORBIT" },
  { code: "12738006" },
  ...[
    "IRM encéphalique",
    "IRM CEREBRALE",
    "Irm cérébrale sans et avec injection",
    "Crâne",
    "IRM crânienne",
    "Tête",
    "Cerveau",
    "Brain",
    "HEAD^ROUTINE",
    "Neuro^SEP",
    "Orbites",
    "Hypophyse",
    "Pituitary",
    "ARM TSA",
    "Angio TSA",
    "Troncs supra-aortiques",
    "Polygone de Willis",
    "Rochers CAI",
    "Epilepsie",
    "Bilan démence",
    "AVC",
    "t1_mprage_sag",
    "3D FLAIR",
    "rsfMRI",
  ].map((text): Said => ({ study: text })),
  // Both: something says head.
  { part: "SPINE", study: "IRM cérébrale et médullaire" },
  { part: "KNEE", protocol: "t1_mprage" },
  { study: "Rachis", series: "Brain localizer" },
  { part: "HEAD", study: "IRM GENOU" },
];

const UNKNOWN: Said[] = [
  {},
  { study: "IRM" },
  { part: "NECK" },
  { part: "WHOLEBODY" },
  { study: "RESEARCH^STUDY 12" },
  { series: "ep2d_diff_main" },
  { series: "T2 cardiac gated" },
  { series: "Main series" },
  { study: "Localizer" },
  // Phantoms are accepted whatever they are said to be.
  { part: "ABDOMEN", name: "PHANTOM^ACR" },
  { study: "Fantôme genou" },
];

describe("which part of the body", () => {
  const rows = [
    ...OTHER.map((said): [BodyRegion, Said] => ["other", said]),
    ...HEAD.map((said): [BodyRegion, Said] => ["head", said]),
    ...UNKNOWN.map((said): [BodyRegion, Said] => ["unknown", said]),
  ];
  test.each(rows)("%s: %j", (expected, said) => {
    expect(bodyRegionOf(header(said))).toBe(expected);
  });

  test("BodyPartExamined is kept as a defined term, and nothing else", () => {
    expect(bodyPartOf(header({ part: "brain" }))).toBe("BRAIN");
    expect(bodyPartOf(header({ part: "L-SPINE" }))).toBe("LSPINE");
    expect(bodyPartOf(header({ part: "MME DUPONT" }))).toBeNull();
    expect(bodyPartOf(header({}))).toBeNull();
  });
});
