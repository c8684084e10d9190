import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseDicom, type DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { assembleVolumes, type VolumePlan } from "@/lib/imaging/assemble";
import { decodeFrame } from "@/lib/imaging/decode";
import { describeInstance, type FrameDescription } from "@/lib/imaging/frames";
import type { LoadFrame } from "@/lib/imaging/view-object";

/** One image series of the given files, as ingest would gather it: by SeriesInstanceUID, no instance twice. */
export interface GivenSeries {
  /** Folder and SeriesNumber, e.g. `g05_…/6_CV_Neuro#6`. */
  key: string;
  folder: string;
  seriesInstanceUid: string;
  files: string[];
  first: DicomFile;
  frames: FrameDescription[];
  plans: VolumePlan[];
  loadFrame: LoadFrame;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    });
}

/** Parses a file, or null where it is none that can be read. */
export function tryParse(path: string): DicomFile | null {
  try {
    return parseDicom(new Uint8Array(readFileSync(path)));
  } catch {
    return null;
  }
}

/** All MR image series under the folders. */
export function givenSeries(root: string, folders: readonly string[]): GivenSeries[] {
  const bySeries = new Map<string, { files: string[]; first: DicomFile; frames: FrameDescription[] }>();
  const seen = new Set<string>();
  for (const path of folders.flatMap((folder) => filesUnder(join(root, folder)))) {
    const file = tryParse(path);
    if (!file || file.dataset.text(TAG.Modality) !== "MR" || !file.dataset.has(TAG.PixelData)) continue;
    const instance = file.dataset.uid(TAG.SOPInstanceUID) ?? path;
    const series = file.dataset.uid(TAG.SeriesInstanceUID) ?? path;
    if (seen.has(instance)) continue;
    seen.add(instance);
    const frames = describeInstance(file, path);
    if (frames.length === 0) continue;
    const known = bySeries.get(series);
    if (known) {
      known.files.push(path);
      known.frames.push(...frames);
    } else bySeries.set(series, { files: [path], first: file, frames });
  }
  return [...bySeries].map(([seriesInstanceUid, { files, first, frames }]) => {
    const folder = relative(root, dirname(files[0] ?? root));
    return {
      key: `${folder}#${first.dataset.text(TAG.SeriesNumber) ?? ""}`,
      folder,
      seriesInstanceUid,
      files,
      first,
      frames,
      plans: assembleVolumes(frames),
      loadFrame: (ref, frameIndex) => {
        const file = tryParse(ref);
        if (!file) throw new Error("a file that was read before cannot be read now");
        return decodeFrame(file, frameIndex);
      },
    };
  });
}
