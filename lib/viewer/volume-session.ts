import type { VolumeManifest } from "@/lib/imaging/manifest";
import { automaticWindow } from "./automatic-window";
import type { Vec3 } from "./geometry";
import { framesUrl, loadManifest } from "./load-manifest";
import { loadFrames } from "./load-voxels";
import type { LoadProgress } from "./load-voxels";
import { SnapshotStore } from "./snapshot-store";
import type { Picture, PictureEngine } from "./picture-engine";
import type { DecodePool } from "./decode-pool";
import { probeTexture } from "./texture-budget";
import { ViewerError } from "./viewer-error";
import type { ViewerFailure } from "./viewer-error";
import { emptyValues, placeFrame, textureArrayOf, valueAt } from "./voxels";
import type { TextureArray, ValueArray, VoxelValue } from "./voxels";
import type { DisplayWindow } from "./window-level";

const DRAW_EVERY_MS = 500;
/** Most of the time belongs to decoding: a picture that took long to draw is followed by a longer pause. */
const DRAW_PAUSE = 3;
const DRAW_AT_LEAST_EVERY_MS = 4000;
/** Points of the fourth axis kept decoded, so that going back to one costs nothing. */
const KEPT_BYTES = 256 * 2 ** 20;

export interface VolumeState {
  phase: "loading" | "ready" | "failed";
  manifest: VolumeManifest | null;
  progress: LoadProgress | null;
  failure: ViewerFailure | null;
  /** Bytes of graphics memory a volume that does not fit would need. */
  neededBytes: number | null;
  /** Point of the fourth axis on screen. */
  t: number;
  /** Automatic window of the voxels on screen; null until they are all here. */
  window: DisplayWindow | null;
  /** Raised whenever voxels on the card changed: panes draw again. */
  drawn: number;
}

const START: VolumeState = {
  phase: "loading",
  manifest: null,
  progress: null,
  failure: null,
  neededBytes: null,
  t: 0,
  window: null,
  drawn: 0,
};

/** One Volume of kind "volume" on its way from the server to the card, and its exact values. */
export class VolumeSession {
  readonly state = new SnapshotStore<VolumeState>(START);
  picture: Picture | null = null;

  private closing = new AbortController();
  private current = new AbortController();
  private values: ValueArray | null = null;
  /** Point of the fourth axis that `values` are of, and its slices that have come. */
  private held: { t: number; slices: Set<number> | "all" } = { t: 0, slices: "all" };
  private texture: TextureArray | null = null;
  private readonly kept = new Map<number, ValueArray>();

  constructor(
    private readonly volumeId: string,
    private readonly engine: PictureEngine,
    private readonly pool: DecodePool,
  ) {}

  /** Loads the manifest and the first point of the fourth axis; failures end in `state`. May follow a `close`. */
  async open(): Promise<void> {
    if (this.closing.signal.aborted) this.closing = new AbortController();
    const { signal } = this.closing;
    this.state.update({ phase: "loading", failure: null, progress: null });
    try {
      const manifest = this.state.get().manifest ?? (await loadManifest(this.volumeId, signal));
      if (signal.aborted) return;
      if (manifest.kind === "volume" && !this.picture) {
        const verdict = probeTexture(manifest);
        if (!verdict.fits) {
          this.state.update({
            manifest,
            neededBytes: verdict.reason === "too-big" ? verdict.neededBytes : null,
          });
          throw new ViewerError(verdict.reason);
        }
      }
      this.state.update({ manifest });
      if (manifest.kind === "volume") await this.select(this.state.get().t);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** Shows another point of the fourth axis, fetching its frames unless they are still held. */
  async select(t: number): Promise<void> {
    const { manifest } = this.state.get();
    if (!manifest || this.closing.signal.aborted) return;
    this.current.abort();
    this.current = new AbortController();
    const signal = AbortSignal.any([this.current.signal, this.closing.signal]);
    this.state.update({ t, phase: "loading", failure: null, progress: null });
    try {
      const held = this.kept.get(t);
      if (held) {
        this.held = { t, slices: "all" };
        this.adopt(manifest, held);
      } else await this.load(manifest, t, signal);
      if (signal.aborted) return;
      this.state.update({
        phase: "ready",
        window: this.windowOf(manifest),
        drawn: this.state.get().drawn + 1,
      });
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** The exact value of the voxel nearest to a patient position (LPS, mm), or null outside or before it came. */
  valueAt(pointMm: Vec3): VoxelValue | null {
    const { manifest, t } = this.state.get();
    if (!manifest || !this.values || this.held.t !== t) return null;
    const value = valueAt(manifest, this.values, pointMm);
    const { slices } = this.held;
    return value && (slices === "all" || slices.has(value.index[2])) ? value : null;
  }

  /** A pane was read back and showed nothing where the volume has signal. */
  reportBlack(): void {
    this.state.update({ phase: "failed", failure: "black" });
  }

  close(): void {
    this.closing.abort();
    this.current.abort();
    this.picture?.remove();
    this.picture = null;
    this.kept.clear();
    this.values = null;
    this.texture = null;
  }

  private async load(manifest: VolumeManifest, t: number, signal: AbortSignal): Promise<void> {
    const values = emptyValues(manifest);
    const [nx, ny, nz, nt] = manifest.dimensions;
    // A first or only point fills on screen; another one replaces the picture when it is whole.
    const progressive = this.values === null;
    const arrived = new Set<number>();
    if (progressive) {
      this.held = { t, slices: arrived };
      this.adopt(manifest, values);
    }
    const fresh = new Set<number>();
    let lastDrawn = performance.now();
    await loadFrames({
      manifest,
      framesUrl: framesUrl(this.volumeId),
      t,
      pool: this.pool,
      signal,
      onFrame: (z, samples) => {
        placeFrame(manifest, values, { z, t, samples });
        arrived.add(z);
        if (!progressive) return;
        fresh.add(z);
        if (performance.now() - lastDrawn < this.drawEveryMs) return;
        lastDrawn = performance.now();
        this.send(nx * ny, fresh);
      },
      onProgress: (progress) => this.reportProgress(progress),
    });
    if (progressive) this.send(nx * ny, fresh);
    else this.adopt(manifest, values);
    this.held = { t, slices: "all" };
    if (nt > 1)
      this.keep(t, values, Math.max(1, Math.floor(KEPT_BYTES / (nx * ny * nz * values.BYTES_PER_ELEMENT))));
  }

  private drawEveryMs = DRAW_EVERY_MS;
  private lastProgress = 0;
  private reportProgress(progress: LoadProgress): void {
    // A few times a second is what a bar can show; more would redraw the page for every chunk.
    const now = performance.now();
    if (now - this.lastProgress < 100 && progress.decodedFrames < progress.totalFrames) return;
    this.lastProgress = now;
    this.state.update({ progress });
  }

  /** Makes an array of voxels the one that is read and drawn. */
  private adopt(manifest: VolumeManifest, values: ValueArray): void {
    this.values = values;
    if (this.texture === null) {
      // The card's array must not be one that is kept: another point will be copied over it.
      const own = manifest.dimensions[3] > 1 ? (values.slice() as ValueArray) : values;
      this.texture = textureArrayOf(own);
      this.picture = this.engine.addPicture(manifest, this.texture);
      this.state.update({ drawn: this.state.get().drawn + 1 });
      return;
    }
    this.texture.set(values);
    this.picture?.slicesChanged(Array.from({ length: manifest.dimensions[2] }, (_, z) => z));
  }

  private send(perSlice: number, fresh: Set<number>): void {
    if (this.texture && this.values && this.texture.buffer !== this.values.buffer)
      for (const z of fresh)
        this.texture.set(this.values.subarray(z * perSlice, (z + 1) * perSlice), z * perSlice);
    this.picture?.slicesChanged(fresh);
    fresh.clear();
    this.state.update({ drawn: this.state.get().drawn + 1 });
    const begun = performance.now();
    requestAnimationFrame(() =>
      setTimeout(() => {
        const pause = DRAW_PAUSE * (performance.now() - begun);
        this.drawEveryMs = Math.min(DRAW_AT_LEAST_EVERY_MS, Math.max(DRAW_EVERY_MS, pause));
      }),
    );
  }

  /** One window for all of a time series, so that the picture does not flicker; one for each b-value or echo. */
  private windowOf(manifest: VolumeManifest): DisplayWindow | null {
    const { window } = this.state.get();
    if (window && manifest.fourthAxis.kind === "time") return window;
    return this.values ? automaticWindow(manifest, this.values) : null;
  }

  private keep(t: number, values: ValueArray, most: number): void {
    this.kept.set(t, values);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= most) break;
      if (oldest !== t) this.kept.delete(oldest);
    }
  }

  private fail(error: unknown): void {
    const failure = error instanceof ViewerError ? error.failure : "decoding";
    this.state.update({ phase: "failed", failure });
  }
}
