import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Dataset } from "@/lib/dicom/dataset";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";

const SIZE = 256;
const SLICES_PER_SERIES = 250;

/** A slice of a noisy ball, 256 × 256 × 16 bit, as a Part 10 file. */
export function benchInstance(index: number): Uint8Array {
  const series = Math.floor(index / SLICES_PER_SERIES);
  const slice = (index % SLICES_PER_SERIES) + 1;
  const { dataset } = parseDicom(
    syntheticInstance({
      patientId: `BENCH${1000 + Math.floor(series / 4)}`,
      study: String(1 + Math.floor(series / 4)),
      series: String(1 + series),
      slice,
    }),
  );
  dataset.set(TAG.Rows, "US", SIZE);
  dataset.set(TAG.Columns, "US", SIZE);
  dataset.set(TAG.PixelData, "OW", pixels(index));
  return writeDicom({
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset,
  });
}

function pixels(seed: number): Uint8Array {
  const values = new Uint16Array(SIZE * SIZE);
  let state = seed * 2_654_435_761 + 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const x = (i % SIZE) - SIZE / 2;
    const y = Math.floor(i / SIZE) - SIZE / 2;
    values[i] = (x * x + y * y < 10_000 ? 800 : 20) + (state >>> 26);
  }
  return new Uint8Array(values.buffer);
}

/** Writes `count` files, dealt over `senders` folders. @returns the folders */
export function writeBenchFiles(folder: string, count: number, senders: number): string[] {
  const folders = Array.from({ length: senders }, (_, sender) => join(folder, `sender-${sender}`));
  for (const path of folders) mkdirSync(path, { recursive: true });
  for (let index = 0; index < count; index++)
    writeFileSync(
      join(folders[index % senders] ?? folder, `${String(index).padStart(6, "0")}.dcm`),
      benchInstance(index),
    );
  return folders;
}
