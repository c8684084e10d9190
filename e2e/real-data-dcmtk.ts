import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { choosePlaces } from "./real-data-points";
import type { At, Sample } from "./real-data-points";
import type { Point } from "./phantom";

const FILES_PER_CALL = 200;

/** An image object of the given files, as dcmdump reads it. */
export interface GivenObject {
  path: string;
  seriesInstanceUid: string;
  seriesNumber: string;
}

/** Values of elements by tag as dcmdump writes it; the deepest occurrence last, all of them in stored order. */
function dump(tags: readonly string[], path: string): (tag: string) => string[] {
  const text = execFileSync(
    "dcmdump",
    ["-q", "-M", "+p", "+L", ...tags.flatMap((tag) => ["+P", tag]), path],
    {
      encoding: "latin1",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const rows = [...text.matchAll(/^((?:\([0-9a-f,]+\)\.?)+) \w\w (.*?) +# +\d+, *\d+ /gm)];
  return (tag) => {
    const found = rows.flatMap(([, place = "", value = ""]) =>
      place.endsWith(`(${tag})`)
        ? [{ top: place.length === tag.length + 2, value: value.replace(/^\[|\]$/g, "") }]
        : [],
    );
    const top = found.filter((row) => row.top);
    return (top.length > 0 ? top : found).map(({ value }) => value);
  };
}

/** The objects with pixels among the files, with the series they belong to. */
export function listObjects(paths: readonly string[]): GivenObject[] {
  const objects: GivenObject[] = [];
  for (let from = 0; from < paths.length; from += FILES_PER_CALL) {
    const part = paths.slice(from, from + FILES_PER_CALL);
    let text: string;
    try {
      text = execFileSync(
        "dcmdump",
        ["-q", "-M", "+F", "+p", "+P", "0020,000e", "+P", "0020,0011", ...part],
        {
          encoding: "latin1",
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
    } catch (error) {
      // It ends with an error where one of the files is no DICOM, after it has written the others.
      text = (error as { stdout?: string }).stdout ?? "";
    }
    for (const section of text.split(/^# dcmdump \(\d+\/\d+\): /m).slice(1)) {
      const path = section.slice(0, section.indexOf("\n")).trim();
      const seriesInstanceUid = /^\(0020,000e\) UI \[([\d.]+)\]/m.exec(section)?.[1];
      const seriesNumber = /^\(0020,0011\) IS \[\s*(\d+)\s*\]/m.exec(section)?.[1] ?? "";
      if (seriesInstanceUid) objects.push({ path, seriesInstanceUid, seriesNumber });
    }
  }
  return objects;
}

interface Picture {
  path: string;
  frame: number;
  positionMm: Point;
  instanceNumber: number;
  slope: number;
  intercept: number;
}

/** Pictures of one series by place, in the order in which they were numbered. */
interface Places {
  columns: number;
  rows: number;
  samples: number;
  signed: boolean;
  bytesPerSample: number;
  rowDirection: Point;
  columnDirection: Point;
  spacingMm: [row: number, column: number];
  slices: Picture[][];
}

const TAGS = [
  "0020,0032",
  "0020,0037",
  "0028,0030",
  "0020,0013",
  "0028,1052",
  "0028,1053",
  "0028,0002",
  "0028,0010",
  "0028,0011",
  "0028,0100",
  "0028,0103",
];

const point = (text: string): Point => {
  const [x = Number.NaN, y = Number.NaN, z = Number.NaN] = text.split("\\").map(Number);
  return [x, y, z];
};

function readPlaces(paths: readonly string[]): Places {
  let places: Places | undefined;
  const byPlace = new Map<string, Picture[]>();
  const seen = new Set<string>();
  for (const path of paths) {
    const value = dump(TAGS, path);
    const number = (tag: string, otherwise: number) => Number(value(tag)[0] ?? otherwise);
    const [orientation = ""] = value("0020,0037");
    const cosines = orientation.split("\\");
    const [rowMm = 1, columnMm = 1] = (value("0028,0030")[0] ?? "").split("\\").map(Number);
    places ??= {
      columns: number("0028,0011", 0),
      rows: number("0028,0010", 0),
      samples: number("0028,0002", 1),
      signed: number("0028,0103", 0) === 1,
      bytesPerSample: number("0028,0100", 16) / 8,
      rowDirection: point(cosines.slice(0, 3).join("\\")),
      columnDirection: point(cosines.slice(3).join("\\")),
      spacingMm: [rowMm, columnMm],
      slices: [],
    };
    for (const [frame, text] of value("0020,0032").entries()) {
      const positionMm = point(text);
      const place = positionMm.map((mm) => mm.toFixed(2)).join(" ");
      const instanceNumber = number("0020,0013", 0);
      // One object in several transfer syntaxes.
      const name = `${place} ${instanceNumber} ${frame}`;
      if (seen.has(name)) continue;
      seen.add(name);
      const [slope, intercept] = [number("0028,1053", 1), number("0028,1052", 0)];
      const picture: Picture = { path, frame, positionMm, instanceNumber, slope, intercept };
      const others = byPlace.get(place);
      if (others) others.push(picture);
      else byPlace.set(place, [picture]);
    }
  }
  if (!places) throw new Error("no pictures");
  const { rowDirection: r, columnDirection: c } = places;
  const normal: Point = [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
  const height = ([first]: Picture[]) =>
    (first?.positionMm ?? [0, 0, 0]).reduce<number>((sum, mm, axis) => sum + mm * (normal[axis] ?? 0), 0);
  places.slices = [...byPlace.values()].sort((a, b) => height(a) - height(b));
  for (const slice of places.slices) slice.sort((a, b) => a.instanceNumber - b.instanceNumber);
  return places;
}

/** A place where dcmtk read a value. */
export interface DcmtkPoint {
  /** Column, row, slice and point of the fourth axis within the volume. */
  at: At;
  positionMm: Point;
  /** Corner of the picture, as its header has it. */
  pictureMm: Point;
  values: number[];
}

/**
 * Three or four points of a series as dcmtk reads them. The nth picture at a place is the nth point of the fourth
 * axis; `skip` leaves out the first ones of each place, those that make up another volume.
 */
export function dcmtkPoints(
  paths: readonly string[],
  skip: number,
  scratch: string,
): { dimensions: [number, number, number, number]; points: DcmtkPoint[] } {
  const { slices: all, ...format } = readPlaces(paths);
  const slices = all.flatMap((slice) => (slice.length > skip ? [slice.slice(skip)] : []));
  const fewest = Math.min(...slices.map((slice) => slice.length));
  const { columns, rows, samples } = format;
  const dimensions: [number, number, number, number] = [columns, rows, slices.length, fewest];
  const pixels = new Map<string, Buffer>();
  const valuesAt = (picture: Picture, i: number, j: number): number[] => {
    let bytes = pixels.get(picture.path);
    if (!bytes) pixels.set(picture.path, (bytes = rawPixels(picture.path, scratch)));
    const first = ((picture.frame * rows + j) * columns + i) * samples;
    return Array.from({ length: samples }, (_, sample) => {
      const stored = readStored(bytes, first + sample, format);
      return stored * picture.slope + picture.intercept;
    });
  };
  const pictureAt = (k: number, t: number): Picture => {
    const picture = slices[k]?.[t];
    if (!picture) throw new Error("no such picture");
    return picture;
  };
  const read = ([i, j, k, t]: At): Sample => {
    const picture = pictureAt(k, t);
    const [left, right, up, down] = [
      [i - 1, j],
      [i + 1, j],
      [i, j - 1],
      [i, j + 1],
    ].map(([column = 0, row = 0]) => valuesAt(picture, column, row)[0] ?? 0);
    return { values: valuesAt(picture, i, j), beside: [left ?? 0, right ?? 0, up ?? 0, down ?? 0] };
  };
  const points = choosePlaces(dimensions, read).map(({ at, values }) => {
    const [i, j, k, t] = at;
    const { positionMm: pictureMm } = pictureAt(k, t);
    const [rowMm, columnMm] = format.spacingMm;
    const along = (axis: 0 | 1 | 2) =>
      pictureMm[axis] + i * columnMm * format.rowDirection[axis] + j * rowMm * format.columnDirection[axis];
    return { at, values, pictureMm, positionMm: [along(0), along(1), along(2)] as const };
  });
  return { dimensions, points };
}

function readStored(
  bytes: Buffer,
  index: number,
  { bytesPerSample, signed }: Pick<Places, "bytesPerSample" | "signed">,
) {
  if (bytesPerSample === 1) return signed ? bytes.readInt8(index) : bytes.readUInt8(index);
  return signed ? bytes.readInt16LE(index * 2) : bytes.readUInt16LE(index * 2);
}

/** Native pixels as dcmdump writes them out, little endian. */
function rawPixels(path: string, scratch: string): Buffer {
  const folder = mkdtempSync(join(scratch, "pixels-"));
  execFileSync("dcmdump", ["-q", "+P", "7fe0,0010", "+W", folder, path], { stdio: "ignore" });
  const [raw] = readdirSync(folder);
  if (!raw) throw new Error("dcmdump wrote no pixels");
  return readFileSync(join(folder, raw));
}
