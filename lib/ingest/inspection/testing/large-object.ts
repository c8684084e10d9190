import { open } from "node:fs/promises";
import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicomStream } from "@/lib/dicom/write";

const SIZE = 256;
export const FRAME_BYTES = SIZE * SIZE * 2;
const ROOT = "1.2.826.0.1.3680043.9.7.9";

function item(fill: (dataset: Dataset) => void): Dataset {
  const dataset = new Dataset();
  fill(dataset);
  return dataset;
}

/** Functional groups of one frame, about as many elements as scanners write. */
function frameGroups(index: number): Dataset {
  const sequence = (into: Dataset, tag: number, fill: (dataset: Dataset) => void) =>
    into.set(tag, "SQ", [item(fill)]);
  return item((frame) => {
    sequence(frame, TAG.FrameContentSequence, (content) => {
      content.set(TAG.FrameAcquisitionNumber, "US", 1);
      content.set(TAG.FrameReferenceDateTime, "DT", "20240115101500");
      content.set(TAG.FrameAcquisitionDateTime, "DT", "20240115101500");
      content.set(TAG.FrameAcquisitionDuration, "FD", 2.5);
      content.set(TAG.StackID, "SH", "1");
      content.set(TAG.InStackPositionNumber, "UL", index + 1);
      content.set(TAG.DimensionIndexValues, "UL", [1, index + 1]);
    });
    sequence(frame, TAG.PlanePositionSequence, (plane) =>
      plane.set(TAG.ImagePositionPatient, "DS", ["0", "0", String(index)]),
    );
    sequence(frame, TAG.PlaneOrientationSequence, (plane) =>
      plane.set(TAG.ImageOrientationPatient, "DS", ["1", "0", "0", "0", "1", "0"]),
    );
    sequence(frame, TAG.PixelMeasuresSequence, (measures) => {
      measures.set(TAG.PixelSpacing, "DS", ["1", "1"]);
      measures.set(TAG.SliceThickness, "DS", "1");
    });
    sequence(frame, TAG.MREchoSequence, (echo) => echo.set(TAG.EffectiveEchoTime, "FD", 2.9));
    sequence(frame, TAG.FrameVOILUTSequence, (window) => {
      window.set(TAG.WindowCenter, "DS", "500");
      window.set(TAG.WindowWidth, "DS", "1000");
    });
    sequence(frame, TAG.MRImageFrameTypeSequence, (type) => {
      type.set(TAG.FrameType, "CS", ["ORIGINAL", "PRIMARY", "M", "NONE"]);
      type.set(TAG.ComplexImageComponent, "CS", "MAGNITUDE");
    });
  });
}

/** Writes an enhanced multi-frame MR object of 256 × 256 × 16 bit frames; its pixels are a hole in the file. */
export async function writeLargeObject(path: string, frames: number): Promise<void> {
  const dataset = new Dataset();
  const set: Dataset["set"] = (tag, vr, value) => dataset.set(tag, vr, value);
  set(TAG.ImageType, "CS", ["ORIGINAL", "PRIMARY", "M", "NONE"]);
  set(TAG.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.4.1");
  set(TAG.SOPInstanceUID, "UI", `${ROOT}.1.1.1`);
  set(TAG.StudyDate, "DA", "20240115");
  set(TAG.StudyTime, "TM", "101500");
  set(TAG.Modality, "CS", "MR");
  set(TAG.Manufacturer, "LO", "SIEMENS");
  set(TAG.ManufacturerModelName, "LO", "MAGNETOM Cima.X");
  set(TAG.PatientName, "PN", "Canari^Grand");
  set(TAG.PatientID, "LO", "SYN-0009");
  set(TAG.MagneticFieldStrength, "DS", "3");
  set(TAG.StudyInstanceUID, "UI", `${ROOT}.1`);
  set(TAG.SeriesInstanceUID, "UI", `${ROOT}.1.1`);
  set(TAG.FrameOfReferenceUID, "UI", `${ROOT}.1.2`);
  set(TAG.SamplesPerPixel, "US", 1);
  set(TAG.PhotometricInterpretation, "CS", "MONOCHROME2");
  set(TAG.NumberOfFrames, "IS", String(frames));
  set(TAG.Rows, "US", SIZE);
  set(TAG.Columns, "US", SIZE);
  set(TAG.BitsAllocated, "US", 16);
  set(TAG.BitsStored, "US", 16);
  set(TAG.HighBit, "US", 15);
  set(TAG.PixelRepresentation, "US", 0);
  set(
    TAG.PerFrameFunctionalGroupsSequence,
    "SQ",
    Array.from({ length: frames }, (_, index) => frameGroups(index)),
  );
  const pixelBytes = frames * FRAME_BYTES;
  // Only the length of the pixels counts: their place in the file is left out.
  const pixels = { byteLength: pixelBytes, read: () => Promise.reject(new Error("a hole")) };
  dataset.elements.set(TAG.PixelData, { vr: "OW", lazyBytes: pixels });
  const { explicitLittleEndian: transferSyntaxUid } = TRANSFER_SYNTAX;
  const { byteLength, chunks } = writeDicomStream({ transferSyntaxUid, meta: new Dataset(), dataset });
  const file = await open(path, "wx");
  try {
    let written = 0;
    for await (const chunk of chunks) {
      await file.write(chunk);
      written += chunk.length;
      if (written === byteLength - pixelBytes) break;
    }
    await file.truncate(byteLength);
    // A picture here and there, so that frames differ.
    for (const index of [0, Math.floor(frames / 2), frames - 1]) {
      const frame = Buffer.alloc(FRAME_BYTES, index % 251).fill(3, 1000, 2000);
      await file.write(frame, 0, frame.length, byteLength - pixelBytes + index * FRAME_BYTES);
    }
  } finally {
    await file.close();
  }
}
