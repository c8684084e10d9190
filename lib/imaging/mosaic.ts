import type { Dataset } from "@/lib/dicom/dataset";
import { TAG, tagOf } from "@/lib/dicom/tags";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { add, cross, dot, scale, vector3, type Vector3 } from "@/lib/imaging/geometry";
import { csaNumbers } from "@/lib/imaging/siemens-csa";
import { csaImageHeader, privateNumbers, SIEMENS_HEADER, UIH_HEADER } from "@/lib/imaging/vendor-elements";
import { AppError } from "@/lib/platform/errors";

/** One description per slice of a Siemens mosaic or UIH grid; null where the picture is neither. */
export function expandMosaic(dataset: Dataset, frame: FrameDescription): FrameDescription[] | null {
  if (frame.imageType.includes("MOSAIC")) return siemensTiles(dataset, frame);
  const uihSlices = privateNumbers(dataset, 0x0065, UIH_HEADER, 0x50, "DS")[0];
  if (uihSlices !== undefined && uihSlices > 1 && frame.imageType.includes("VFRAME"))
    return uihTiles(dataset, frame, uihSlices);
  return null;
}

/** Tiles of a grid, row by row from the top left. */
function cut(frame: FrameDescription, slices: number, across: number, down: number): FrameDescription[] {
  const columns = frame.columns / across;
  const rows = frame.rows / down;
  if (
    !Number.isInteger(slices) ||
    slices > across * down ||
    !Number.isInteger(columns) ||
    !Number.isInteger(rows)
  )
    throw new AppError("invalid-input", "the mosaic's grid does not fit its slices", { slices });
  return Array.from({ length: slices }, (_, slice) => ({
    ...frame,
    columns,
    rows,
    tile: { column: (slice % across) * columns, row: Math.floor(slice / across) * rows },
  }));
}

/**
 * Siemens mosaic. ImagePositionPatient is that of a slice of the mosaic's own size centred on the true one,
 * so it is moved in-plane by half the difference. Slices then follow the CSA's SliceNormalVector, which may
 * oppose the cross product of the picture's axes; its sign, and only that, gives their direction.
 */
function siemensTiles(dataset: Dataset, frame: FrameDescription): FrameDescription[] {
  const csa = csaImageHeader(dataset);
  const slices =
    privateNumbers(dataset, 0x0019, SIEMENS_HEADER, 0x0a, "US")[0] ??
    csaNumbers(csa, "NumberOfImagesInMosaic")[0];
  if (slices === undefined || slices < 1)
    throw new AppError("invalid-input", "a mosaic without its number of slices", {
      attribute: "NumberOfImagesInMosaic",
    });
  const across = Math.ceil(Math.sqrt(slices));
  const tiles = cut(frame, slices, across, across);
  const [tile] = tiles;
  const { positionMm, rowDirection, columnDirection } = frame;
  const spacing = frame.spacingBetweenSlicesMm ?? frame.sliceThicknessMm;
  if (!tile || !positionMm || !rowDirection || !columnDirection || spacing === null) return tiles;
  const [x, y] = frame.pixelSpacingMm;
  const first = add(
    positionMm,
    add(
      scale(rowDirection, (x * (frame.columns - tile.columns)) / 2),
      scale(columnDirection, (y * (frame.rows - tile.rows)) / 2),
    ),
  );
  const normal = cross(rowDirection, columnDirection);
  const recorded = vector3(csaNumbers(csa, "SliceNormalVector"));
  const step = scale(normal, recorded && dot(recorded, normal) < 0 ? -spacing : spacing);
  return tiles.map((each, slice) => ({ ...each, positionMm: add(first, scale(step, slice)) }));
}

const UIH_FRAMES = tagOf(0x0065, 0x1051);

/** UIH grid, as many rows as needed: (0065,xx51) holds one item per slice with its true position, in the tiles' order. */
function uihTiles(dataset: Dataset, frame: FrameDescription, slices: number): FrameDescription[] {
  const across = Math.ceil(Math.sqrt(slices));
  const tiles = cut(frame, slices, across, Math.ceil(slices / across));
  const items = dataset.privateElement(0x0065, UIH_HEADER, 0x51)?.items ?? dataset.items(UIH_FRAMES);
  if (items.length !== slices) return tiles.map((tile) => ({ ...tile, positionMm: null }));
  return tiles.map((tile, slice) => {
    const position: Vector3 | null = vector3(items[slice]?.numbers(TAG.ImagePositionPatient) ?? []);
    return { ...tile, positionMm: position };
  });
}
