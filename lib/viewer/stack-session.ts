import type { VolumeManifest } from "@/lib/imaging/manifest";
import type { SampleArray } from "@/lib/imaging/pixel-frame";
import { frameByteRange } from "@/lib/imaging/manifest";
import type { DecodePool } from "./decode-pool";
import { framesUrl, loadManifest } from "./load-manifest";
import { SnapshotStore } from "./snapshot-store";
import { ViewerError } from "./viewer-error";
import type { ViewerFailure } from "./viewer-error";

const KEPT_FRAMES = 32;

export interface StackState {
  phase: "loading" | "ready" | "failed";
  manifest: VolumeManifest | null;
  failure: ViewerFailure | null;
  /** Frame on screen, t·nz + z. */
  frame: number;
  samples: SampleArray | null;
}

/** A stack of pictures that make no grid: one frame is fetched, decoded and shown at a time. */
export class StackSession {
  readonly state = new SnapshotStore<StackState>({
    phase: "loading",
    manifest: null,
    failure: null,
    frame: 0,
    samples: null,
  });
  private closing = new AbortController();
  private current = new AbortController();
  private readonly kept = new Map<number, SampleArray>();

  constructor(
    private readonly volumeId: string,
    private readonly pool: DecodePool,
  ) {}

  /** Loads the manifest and shows the middle frame; may follow a `close`. */
  async open(): Promise<void> {
    if (this.closing.signal.aborted) this.closing = new AbortController();
    const { signal } = this.closing;
    this.state.update({ phase: "loading", failure: null });
    try {
      const known = this.state.get();
      const manifest = known.manifest ?? (await loadManifest(this.volumeId, signal));
      if (signal.aborted) return;
      this.state.update({ manifest });
      await this.select(known.manifest ? known.frame : Math.floor(manifest.frameByteEnds.length / 2));
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** Shows a frame (clamped). */
  async select(wanted: number): Promise<void> {
    const { manifest } = this.state.get();
    if (!manifest) return;
    const frame = Math.min(manifest.frameByteEnds.length - 1, Math.max(0, wanted));
    this.current.abort();
    this.current = new AbortController();
    const signal = AbortSignal.any([this.current.signal, this.closing.signal]);
    const held = this.kept.get(frame);
    if (held) {
      this.state.update({ phase: "ready", frame, samples: held, failure: null });
      return;
    }
    // Without the samples of the picture before: they would be read as this one's.
    this.state.update({ phase: "loading", frame, samples: null, failure: null });
    try {
      const samples = await this.fetchFrame(manifest, frame, signal);
      if (signal.aborted) return;
      this.kept.set(frame, samples);
      const [oldest] = this.kept.keys();
      if (this.kept.size > KEPT_FRAMES && oldest !== undefined) this.kept.delete(oldest);
      this.state.update({ phase: "ready", frame, samples });
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  close(): void {
    this.closing.abort();
    this.current.abort();
    this.kept.clear();
  }

  private async fetchFrame(
    manifest: VolumeManifest,
    frame: number,
    signal: AbortSignal,
  ): Promise<SampleArray> {
    const slices = manifest.dimensions[2];
    const { start, end } = frameByteRange(manifest, frame % slices, Math.floor(frame / slices));
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      const response = await fetch(framesUrl(this.volumeId), {
        signal,
        headers: { Range: `bytes=${start}-${end - 1}` },
      });
      if (response.status === 404 || response.status === 401 || response.status === 403)
        throw new ViewerError("gone");
      if (!response.ok) throw new ViewerError("network", { cause: response.status });
      const body = new Uint8Array(await response.arrayBuffer());
      bytes = response.status === 206 ? body : body.slice(start, end);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof ViewerError ? error : new ViewerError("network", { cause: error });
    }
    const samples = await this.pool.decode(bytes, signal);
    const [nx, ny] = manifest.dimensions;
    if (samples.length !== nx * ny * manifest.sample.samplesPerPixel) throw new ViewerError("decoding");
    return samples;
  }

  private fail(error: unknown): void {
    this.state.update({
      phase: "failed",
      failure: error instanceof ViewerError ? error.failure : "decoding",
    });
  }
}
