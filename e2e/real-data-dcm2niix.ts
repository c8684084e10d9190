import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readNifti } from "@/lib/imaging/testing/nifti";
import type { Nifti } from "@/lib/imaging/testing/nifti";
import type { Point } from "./phantom";
import { choosePlaces } from "./real-data-points";
import type { At } from "./real-data-points";

/** A NIfTI file that dcm2niix made of original files. */
export interface Converted {
  seriesInstanceUid: string;
  nifti: Nifti;
  echoTimeMs: number | null;
  phase: boolean;
  map: boolean;
}

/** What dcm2niix makes of a folder. */
export function convert(folder: string, scratch: string): Converted[] {
  const out = mkdtempSync(join(scratch, "nifti-"));
  try {
    // -p n: the header's rescale, not Philips' own floating-point scale.
    execFileSync("dcm2niix", ["-b", "y", "-p", "n", "-f", "%j_s%s", "-o", out, folder], { stdio: "ignore" });
  } catch {
    // It ends with an error where it could convert only part of a folder; what it wrote counts.
  }
  return readdirSync(out)
    .filter((name) => name.endsWith(".nii"))
    .sort()
    .map((name) => {
      const sidecar = JSON.parse(readFileSync(join(out, name.replace(/\.nii$/, ".json")), "utf8")) as {
        EchoTime?: number;
      };
      return {
        seriesInstanceUid: name.slice(0, name.indexOf("_s")),
        nifti: readNifti(join(out, name)),
        echoTimeMs: sidecar.EchoTime === undefined ? null : sidecar.EchoTime * 1000,
        phase: name.endsWith("_ph.nii"),
        map: name.endsWith("_fieldmaphz.nii"),
      };
    });
}

/** Three or four points of a converted volume, where `isTrusted` lets their values pass. */
export function niftiPoints(
  { nifti }: Converted,
  isTrusted: (value: number) => boolean,
): { positionMm: Point; t: number; values: number[] }[] {
  const value = ([i, j, k, t]: At) => {
    const read = nifti.value(i, j, k, t);
    return isTrusted(read) ? read : 0;
  };
  const places = choosePlaces(nifti.dimensions, (at) => {
    const [i, j, k, t] = at;
    const beside = (
      [
        [i - 1, j],
        [i + 1, j],
        [i, j - 1],
        [i, j + 1],
      ] as const
    ).map(([column, row]) => value([column, row, k, t]));
    return { values: [value(at)], beside };
  });
  return places.map(({ at, values }) => ({ positionMm: toLps(nifti, at), t: at[3], values }));
}

function toLps({ affine }: Nifti, [i, j, k]: At): Point {
  const [x = 0, y = 0, z = 0] = affine.map(([a = 0, b = 0, c = 0, d = 0]) => a * i + b * j + c * k + d);
  return [-x, -y, z];
}
