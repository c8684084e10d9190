import { Enums, RenderingEngine, cache, init, volumeLoader } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { ViewerError } from "./viewer-error";
import type { TextureArray } from "./voxels";
import type { Camera } from "./view";

/** Side of the copy that a pane is read back from. */
const COPY_PX = 128;

let started = false;
let nextId = 0;

function startCornerstone(): void {
  if (started) return;
  // One WebGL context draws all panes in turn, so that a volume is one texture on the card, not one a pane.
  init({ rendering: { webGlContextCount: 1 }, debug: {} });
  started = true;
}

/** A volume on the graphics card; its voxels are the array it was given, which may still be filling. */
export interface Picture {
  readonly id: string;
  /** Sends changed slices to the card at the next draw. */
  slicesChanged(slices: Iterable<number>): void;
  remove(): void;
}

/** One reformatted plane on screen. */
export interface PicturePane {
  show(picture: Picture): Promise<void>;
  /** Draws at the next animation frame. `range` is in stored values. */
  draw(camera: Camera, range: { lower: number; upper: number }): void;
  /** Grey levels (0-255) at CSS pixels of what is on screen; null where the pane has no size. */
  greyAt(points: readonly { x: number; y: number }[]): number[] | null;
  close(): void;
}

/**
 * The only door to Cornerstone: it draws planes of local volumes with a camera it is told. Interaction, geometry
 * and values are ours (pure modules beside this one).
 */
export class PictureEngine {
  private readonly engine: RenderingEngine;

  constructor() {
    startCornerstone();
    this.engine = new RenderingEngine(`ariane-${nextId++}`);
  }

  /** Throws ViewerError "too-big" when the page's own memory budget refuses the volume. */
  addPicture(manifest: VolumeManifest, voxels: TextureArray): Picture {
    const [nx, ny, nz] = manifest.dimensions;
    // No ":" in the id: Cornerstone would take what stands before it for the scheme of an image loader.
    const id = `ariane-volume-${nextId++}`;
    const d = manifest.direction;
    try {
      const volume = volumeLoader.createLocalVolume(id, {
        scalarData: voxels,
        dimensions: [nx, ny, nz],
        spacing: [...manifest.voxelSizeMm],
        origin: [...manifest.originMm],
        direction: [...d] as Types.Mat3,
        metadata: {
          BitsAllocated: voxels.BYTES_PER_ELEMENT * 8,
          BitsStored: voxels.BYTES_PER_ELEMENT * 8,
          HighBit: voxels.BYTES_PER_ELEMENT * 8 - 1,
          SamplesPerPixel: 1,
          PhotometricInterpretation: "MONOCHROME2",
          PixelRepresentation: voxels instanceof Int16Array ? 1 : 0,
          Modality: "MR",
          ImageOrientationPatient: d.slice(0, 6),
          PixelSpacing: [manifest.voxelSizeMm[1], manifest.voxelSizeMm[0]],
          FrameOfReferenceUID: manifest.frameOfReferenceUid ?? id,
          Columns: nx,
          Rows: ny,
          voiLut: [],
          VOILUTFunction: "LINEAR",
        },
      });
      // Its published type is vtk's own texture; the frame bookkeeping is Cornerstone's addition.
      const texture = volume.vtkOpenGLTexture as unknown as { setUpdatedFrame(slice: number): void };
      return {
        id,
        slicesChanged: (slices) => {
          for (const slice of slices) texture.setUpdatedFrame(slice);
          volume.imageData?.modified();
        },
        remove: () => {
          const { imageIds } = volume;
          cache.removeVolumeLoadObject(id);
          for (const imageId of imageIds)
            if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId);
        },
      };
    } catch (error) {
      throw new ViewerError("too-big", { cause: error });
    }
  }

  openPane(element: HTMLDivElement): PicturePane {
    const viewportId = `ariane-pane-${nextId++}`;
    this.engine.enableElement({
      viewportId,
      element,
      type: Enums.ViewportType.ORTHOGRAPHIC,
      defaultOptions: { orientation: Enums.OrientationAxis.AXIAL, background: [0, 0, 0] },
    });
    const viewport = () => this.engine.getViewport(viewportId) as Types.IVolumeViewport;
    let closed = false;
    let shown = false;
    return {
      show: async (picture) => {
        await viewport().setVolumes([{ volumeId: picture.id }]);
        if (closed) return;
        shown = true;
        viewport().render();
        // The first drawing of a new volume leaves the first pane black: it is followed by a second.
        requestAnimationFrame(() => !closed && viewport().render());
      },
      draw: (camera, range) => {
        if (closed || !shown) return;
        viewport().setCamera({
          focalPoint: [...camera.focalPoint],
          position: [...camera.position],
          viewUp: [...camera.viewUp],
          viewPlaneNormal: [...camera.viewPlaneNormal],
          parallelScale: camera.parallelScale,
        });
        viewport().setProperties({ voiRange: range, interpolationType: Enums.InterpolationType.LINEAR });
        viewport().render();
      },
      greyAt: (points) => {
        if (closed) return null;
        const { canvas } = viewport();
        const { clientWidth: width, clientHeight: height } = canvas;
        if (canvas.width === 0 || width === 0 || height === 0) return null;
        // Read from a small copy: reading the shown canvas itself would move it out of the graphics card for good.
        const copy = document.createElement("canvas");
        copy.width = COPY_PX;
        copy.height = COPY_PX;
        const context = copy.getContext("2d", { willReadFrequently: true });
        if (!context) return null;
        context.drawImage(canvas, 0, 0, COPY_PX, COPY_PX);
        const { data } = context.getImageData(0, 0, COPY_PX, COPY_PX);
        return points.map(({ x, y }) => {
          const column = Math.min(COPY_PX - 1, Math.floor((x / width) * COPY_PX));
          const row = Math.min(COPY_PX - 1, Math.floor((y / height) * COPY_PX));
          return data[(row * COPY_PX + column) * 4] ?? 0;
        });
      },
      close: () => {
        closed = true;
        if (!this.engine.hasBeenDestroyed) this.engine.disableElement(viewportId);
      },
    };
  }

  /** Panes changed size: canvases follow. Cameras must be drawn again. */
  resize(): void {
    this.engine.resize(true, true);
  }

  destroy(): void {
    this.engine.destroy();
  }
}
