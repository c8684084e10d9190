import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mrImagesOf } from "@/lib/deid/testing/real-files";
import { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { isPrivate, isPrivateCreator, TAG, type Tag, tagOf } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";

/** Begins every planted text; no word of any language or header. */
export const CANARY_WORD = "Zqxw";
/** Is part of every planted number, and of every planted UID. */
export const CANARY_DIGITS = "7351907351";
/** The day that every planted date says; no given file has it. */
export const CANARY_DATES: readonly string[] = ["19530719", "1953-07-19", "19.07.1953", "19/07/1953"];

/** What is planted, in the bytes of a data set that says its character set. */
const TEXTS: Readonly<Record<"ISO_IR 100" | "ISO_IR 192", Uint8Array>> = {
  "ISO_IR 100": Buffer.from(`${CANARY_WORD}vÉmilie`, "latin1"),
  "ISO_IR 192": Buffer.from(`${CANARY_WORD}vÉmilie`, "utf8"),
};
type CharacterSet = keyof typeof TEXTS;

const UID_ROOT = `1.2.826.0.1.3680043.9.${CANARY_DIGITS}`;
const TEXT_VRS = ["AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "UR", "UN", "OB"];
const FREE_TEXT: ReadonlySet<string> = new Set(["AE", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"]);
const DATES: ReadonlySet<string> = new Set(["DA", "DT"]);

/** Elements without which a file has no place in the catalogue, or its vendor's rules would not be asked. */
const NEEDED: ReadonlySet<Tag> = new Set([
  TAG.Manufacturer,
  TAG.SpecificCharacterSet,
  TAG.SOPClassUID,
  TAG.StudyInstanceUID,
  TAG.SeriesInstanceUID,
  TAG.SOPInstanceUID,
  TAG.StudyDate,
]);

/** Sources of planted files: folder of the given files and which of its images. One of each vendor and form. */
export const CANARY_SOURCES: readonly (readonly [folder: string, image: number])[] = [
  ["g01_siemens_prisma_xa30_enhanced", 8],
  ["g02_siemens_prisma_two_exams", 0],
  ["g05_ge_architect_b0map_invivo", 1],
  ["g06_philips_elition_classic", 1],
  ["g07_uih_umr770", 1],
  ["g08_canon_galan_dti", 1],
  ["g09_siemens_terrax_7t_enhanced", 0],
  ["g12_nema_multiframe_brain_tumour", 1],
  ["g13_transfer_syntaxes", 0],
  ["g13_transfer_syntaxes", 3],
  ["g13_transfer_syntaxes", 5],
  ["g17_siemens_prisma_mosaic_sagittal", 1],
];

/**
 * Writes copies of real files with canaries in every place that could hold a text, under names that are canaries
 * themselves.
 * @returns how many
 */
export function writeCanaryFiles(given: string, target: string): number {
  let count = 0;
  for (const [folder, image] of CANARY_SOURCES) {
    for (const characterSet of ["ISO_IR 100", "ISO_IR 192"] as const) {
      const file = mrImagesOf(join(given, folder))[image]?.file;
      if (!file) throw new RangeError(`no image ${image} in ${folder}`);
      count += 1;
      const inside = join(target, `${CANARY_WORD}v ${CANARY_DIGITS}`);
      mkdirSync(inside, { recursive: true });
      writeFileSync(
        join(inside, `${CANARY_WORD}v^${CANARY_DIGITS}_${count}.dcm`),
        plantFile(file, characterSet, count),
      );
    }
  }
  return count;
}

/** A file with canaries; its UIDs, made up too, are its own. */
export function plantFile(file: DicomFile, characterSet: CharacterSet, number: number): Uint8Array {
  const { dataset } = file;
  plant(dataset, characterSet, 0);
  dataset.set(TAG.SpecificCharacterSet, "CS", characterSet);
  dataset.set(TAG.StudyInstanceUID, "UI", `${UID_ROOT}.${number}`);
  dataset.set(TAG.SeriesInstanceUID, "UI", `${UID_ROOT}.${number}.1`);
  dataset.set(TAG.SOPInstanceUID, "UI", `${UID_ROOT}.${number}.1.1`);
  dataset.set(TAG.FrameOfReferenceUID, "UI", `${UID_ROOT}.${number}.2`);
  dataset.set(TAG.PatientID, "LO", `${CANARY_WORD}${CANARY_DIGITS}${number}`);
  // One patient's, whose birth date is what must not be found; the exam keeps its own date.
  dataset.set(TAG.PatientBirthDate, "DA", CANARY_DATES[0] ?? "");
  plantPixels(dataset);
  file.meta.set(TAG.SourceApplicationEntityTitle, "AE", TEXTS[characterSet]);
  const bytes = writeDicom(file);
  bytes.set(Buffer.from(`${CANARY_WORD}v ${CANARY_DIGITS}`.repeat(6)).subarray(0, 128));
  return bytes;
}

function plant(dataset: Dataset, characterSet: CharacterSet, depth: number): void {
  const text = TEXTS[characterSet];
  for (const [tag, element] of [...dataset.elements]) {
    if (element.items) for (const item of element.items) plant(item, characterSet, depth + 1);
    else if (NEEDED.has(tag) || isPrivateCreator(tag)) continue;
    else if (isPrivate(tag) && ["OB", "UN", "UT", "OW"].includes(element.vr))
      plantBlock(dataset, tag, element.bytes);
    else if (FREE_TEXT.has(element.vr)) dataset.set(tag, element.vr, tag % 2 === 0 ? text : CANARY_DIGITS);
    else if (DATES.has(element.vr) && depth > 0) dataset.set(tag, element.vr, CANARY_DATES[0] ?? "");
  }
  TEXT_VRS.forEach((vr, index) => {
    // Attributes that nobody has heard of, blocks of strangers and of vendors, overlays, curves.
    const tags = [
      tagOf(0x0011, 0x1101 + index),
      tagOf(0x0019, 0x1040 + index),
      tagOf(0x0029, 0x1130 + index),
      tagOf(0x4008, 0x0210 + index),
      tagOf(0x5000, 0x0022 + index),
      tagOf(0x5000, 0x3000 + index),
      tagOf(0x6000, 0x0022 + index),
      tagOf(0x6000, 0x3000 + index),
    ];
    for (const tag of tags) if (!dataset.has(tag)) dataset.set(tag, vr, text);
  });
  // An owner that the rules know and of which they keep nothing: one that they don't know is refused.
  dataset.set(tagOf(0x0011, 0x0011), "LO", "GEMS_PATI_01");
  for (const [tag, vr] of IDENTIFYING) dataset.set(tag, vr, text);
  if (depth < 3) {
    const inner = new Dataset();
    plant(inner, characterSet, depth + 1);
    for (const tag of [TAG.RequestAttributesSequence, tagOf(0x0029, 0x11fe)]) dataset.set(tag, "SQ", [inner]);
  }
  dataset.set(tagOf(0xfffc, 0xfffc), "OB", text);
}

const IDENTIFYING: readonly (readonly [Tag, string])[] = [
  [TAG.PatientName, "PN"],
  [TAG.PatientComments, "LT"],
  [TAG.ImageComments, "LT"],
  [TAG.StudyDescription, "LO"],
  [TAG.SeriesDescription, "LO"],
  [TAG.ProtocolName, "LO"],
  [TAG.InstitutionName, "LO"],
  [TAG.StationName, "SH"],
  [TAG.DeviceSerialNumber, "LO"],
  [TAG.SoftwareVersions, "LO"],
  [TAG.ReferringPhysicianName, "PN"],
];

/** Texts inside a vendor's block, at their own lengths, so that the block stays one: quoted ones and known words. */
function plantBlock(dataset: Dataset, tag: Tag, bytes: Uint8Array | undefined): void {
  const element = dataset.get(tag);
  if (!bytes || !element) return;
  const canary = `${CANARY_WORD}v${CANARY_DIGITS}`;
  const planted = Buffer.from(bytes)
    .toString("latin1")
    .replace(/"[^"\r\n]{4,200}"/g, (quoted) => `"${canary.repeat(20).slice(0, quoted.length - 2)}"`)
    .replace(/UsedPatientWeight|PatReinPattern|tReferenceImage0/g, (word) =>
      canary.repeat(2).slice(0, word.length),
    );
  dataset.elements.set(tag, { ...element, bytes: new Uint8Array(Buffer.from(planted, "latin1")) });
}

/** After the pixels, in a codestream's comment and after its end. */
function plantPixels(dataset: Dataset): void {
  const element = dataset.get(TAG.PixelData);
  if (!element) return;
  const text = Buffer.from(`${CANARY_WORD}v ${CANARY_DIGITS}${CANARY_WORD}v`);
  if (element.fragments) {
    const [table = new Uint8Array(), ...fragments] = element.fragments;
    const planted = fragments.map((fragment) => {
      if (fragment[0] !== 0xff) return fragment;
      const isJpeg = fragment[1] === 0xd8;
      if (!isJpeg) return new Uint8Array(Buffer.concat([fragment, text]));
      const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
      return new Uint8Array(
        Buffer.concat([fragment.subarray(0, 2), comment, text, fragment.subarray(2), text]),
      );
    });
    const noOffsets = new Uint8Array();
    dataset.elements.set(TAG.PixelData, {
      ...element,
      fragments: [planted.length === 1 ? noOffsets : table, ...planted],
    });
  } else if (element.bytes)
    dataset.elements.set(TAG.PixelData, {
      ...element,
      bytes: new Uint8Array(Buffer.concat([element.bytes, text])),
    });
}

/** Where the canaries are found in bytes: as text of eight or sixteen bits, in hexadecimal and in base 64. */
export function findCanaries(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const found = [CANARY_DIGITS, ...CANARY_DATES].filter((value) => text.includes(value));
  if (new RegExp(CANARY_WORD, "i").test(text)) found.push(CANARY_WORD);
  const wide = [...CANARY_WORD].join("\0");
  if (text.toLowerCase().includes(wide.toLowerCase())) found.push("UTF-16");
  for (const encoding of ["hex", "base64"] as const) {
    const encoded = Buffer.from(`${CANARY_WORD}v`)
      .toString(encoding)
      .slice(0, encoding === "hex" ? 10 : 6);
    if (text.includes(encoded)) found.push(encoding);
  }
  return found;
}
