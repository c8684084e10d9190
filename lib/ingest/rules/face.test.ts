import { expect, test } from "vitest";
import { couldShowFace, type VolumeShape } from "./face";

const shape = (
  counts: [number, number, number],
  voxel: [number, number, number] | null,
  is3D: boolean | null,
  rest: Partial<VolumeShape> = {},
): VolumeShape => ({
  kind: "volume",
  component: "magnitude",
  is3D,
  nx: counts[0],
  ny: counts[1],
  nz: counts[2],
  voxelSizeXMm: voxel?.[0] ?? null,
  voxelSizeYMm: voxel?.[1] ?? null,
  voxelSizeZMm: voxel?.[2] ?? null,
  ...rest,
});

test.each([
  ["3D T1, 1 mm", shape([256, 256, 176], [1, 1, 1], true), true],
  ["3D T1 sagittal of 158 mm", shape([256, 256, 176], [0.9, 0.9, 0.9], true), true],
  ["3D FLAIR, 2.4 mm partitions", shape([256, 256, 60], [1, 1, 2.4], true), true],
  ["7T T1, 0.6 mm", shape([384, 384, 288], [0.6, 0.6, 0.6], null), true],
  ["2D slices of 2 mm over the whole head", shape([110, 110, 80], [2, 2, 2], false), true],
  ["diffusion of 2 mm over the brain", shape([110, 110, 70], [2, 2, 2], false), false],
  ["2D FLAIR, 4 mm slices", shape([256, 256, 40], [0.9, 0.9, 4], false), false],
  ["angiography slab", shape([512, 512, 120], [0.4, 0.4, 0.6], true), false],
  ["spectroscopic grid", shape([32, 32, 16], [10, 10, 10], true), false],
  ["phase", shape([256, 256, 176], [1, 1, 1], true, { component: "phase" }), false],
  ["a stack", shape([256, 256, 176], [1, 1, 1], true, { kind: "stack" }), false],
  ["unknown voxels", shape([256, 256, 176], null, true), false],
])("%s", (_, volume, expected) => {
  expect(couldShowFace(volume)).toBe(expected);
});
