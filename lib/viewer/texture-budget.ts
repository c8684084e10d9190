import type { VolumeManifest } from "@/lib/imaging/manifest";
import { textureBytesPerVoxel } from "./voxels";

/** Volumes below this are not probed: every card with WebGL2 holds them. */
const SURELY_FITS_BYTES = 32 * 2 ** 20;
/** Above this the graphics process itself may die (seen at about 400 MB on integrated cards), so it must be asked for. */
const MOST_BYTES = 2 * 2 ** 30;

export type TextureVerdict =
  | { fits: true }
  | { fits: false; reason: "no-webgl" }
  | { fits: false; reason: "too-big"; neededBytes: number };

/**
 * Whether this device can hold a volume as one 3-D texture, found by allocating a texture of that very size in a
 * context of its own: drivers refuse by total size and by side, and Cornerstone then draws black without an error.
 */
export function probeTexture(manifest: VolumeManifest): TextureVerdict {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2");
  if (!gl) return { fits: false, reason: "no-webgl" };
  try {
    const norm16 = gl.getExtension("EXT_texture_norm16") !== null;
    const [nx, ny, nz] = manifest.dimensions;
    const bytesPerVoxel = textureBytesPerVoxel(manifest, norm16);
    const neededBytes = nx * ny * nz * bytesPerVoxel;
    const side = Number(gl.getParameter(gl.MAX_3D_TEXTURE_SIZE));
    const tooBig = { fits: false, reason: "too-big", neededBytes } as const;
    if (Math.max(nx, ny, nz) > side || neededBytes > MOST_BYTES) return tooBig;
    if (neededBytes <= SURELY_FITS_BYTES) return { fits: true };
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, texture);
    // Only the size matters to the probe: R32F, R16F and R8 take 4, 2 and 1 bytes a voxel.
    const format = bytesPerVoxel === 4 ? gl.R32F : bytesPerVoxel === 2 ? gl.R16F : gl.R8;
    gl.texStorage3D(gl.TEXTURE_3D, 1, format, nx, ny, nz);
    const error = gl.getError();
    gl.deleteTexture(texture);
    return error === gl.NO_ERROR && !gl.isContextLost() ? { fits: true } : tooBig;
  } finally {
    gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
