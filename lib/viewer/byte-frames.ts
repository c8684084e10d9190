import { frameByteRange } from "@/lib/imaging/manifest";
import type { VolumeManifest } from "@/lib/imaging/manifest";

/** Bytes [start, end) of all frames of one point of the fourth axis. */
export function positionByteRange(manifest: VolumeManifest, t: number): { start: number; end: number } {
  const slices = manifest.dimensions[2];
  return { start: frameByteRange(manifest, 0, t).start, end: frameByteRange(manifest, slices - 1, t).end };
}

/** Total length of frames.htj2k. */
export function totalBytes(manifest: VolumeManifest): number {
  return manifest.frameByteEnds.at(-1) ?? 0;
}

/** One frame's codestream, cut out of the stream. */
export interface FrameBytes {
  z: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Cuts a byte stream that carries the frames of one point of the fourth axis, whatever the sizes of its chunks.
 * `push` returns the frames that became complete; each owns its bytes.
 */
export class FrameCutter {
  private readonly starts: number[] = [];
  private received = 0;
  private z = 0;
  private current: Uint8Array<ArrayBuffer>;
  private filled = 0;

  constructor(manifest: VolumeManifest, t: number) {
    const slices = manifest.dimensions[2];
    for (let z = 0; z < slices; z++) this.starts.push(frameByteRange(manifest, z, t).start);
    this.starts.push(frameByteRange(manifest, slices - 1, t).end);
    this.current = new Uint8Array(this.lengthOf(0));
  }

  private lengthOf(z: number): number {
    return (this.starts[z + 1] ?? 0) - (this.starts[z] ?? 0);
  }

  get complete(): boolean {
    return this.z === this.starts.length - 1;
  }

  get receivedBytes(): number {
    return this.received;
  }

  push(chunk: Uint8Array): FrameBytes[] {
    const done: FrameBytes[] = [];
    let offset = 0;
    while (offset < chunk.length && !this.complete) {
      const take = Math.min(chunk.length - offset, this.current.length - this.filled);
      this.current.set(chunk.subarray(offset, offset + take), this.filled);
      this.filled += take;
      offset += take;
      if (this.filled === this.current.length) {
        done.push({ z: this.z, bytes: this.current });
        this.z += 1;
        this.filled = 0;
        this.current = new Uint8Array(this.complete ? 0 : this.lengthOf(this.z));
      }
    }
    this.received += chunk.length;
    return done;
  }
}
