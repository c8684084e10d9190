import { BODY, FOLD, type Head } from "./anatomy";
import type { Lesion, LesionCover } from "./lesions";
import { TISSUE, type Tissue } from "./tissues";

/** What changes in a head from one visit to the next. */
export interface HeadState {
  /** Lateral ventricle size, 1 in a healthy young adult, 2 and more in advanced atrophy. */
  readonly ventricles: number;
  /** Half width of the sulci at the surface, mm: 0.7 young, 2 and more in advanced atrophy. */
  readonly sulcusMm: number;
  readonly cortexMm: number;
  /** Volume of the left and right hippocampus relative to healthy. */
  readonly hippocampus: readonly [number, number];
  /** White matter hyperintensities of vascular origin, 0 (none) to 1 (confluent). */
  readonly whiteMatterLoad: number;
  readonly lesions: readonly Lesion[];
}

/** Lays tissues over one another in one voxel, with soft borders. */
export abstract class TissuePainter {
  /** The two tissues that share the voxel, and the share of the second. */
  first: Tissue = TISSUE.air;
  second: Tissue = TISSUE.air;
  share = 0;
  /** A lesion or vein painted over them, and how much. */
  over: Tissue = TISSUE.air;
  overShare = 0;
  /** Smooth within-tissue variation, about ±1. */
  texture = 0;

  protected readonly body = new Float64Array(BODY.width);
  protected readonly fold = new Float64Array(FOLD.width);
  protected readonly fold2 = new Float64Array(FOLD.width);
  protected readonly cover: LesionCover = { tissue: TISSUE.air, amount: 0 };
  protected readonly glioma: Extract<Lesion, { kind: "glioma" }> | undefined;

  /** `edgeMm` is the width of a soft border: about one voxel. */
  constructor(
    protected readonly head: Head,
    protected readonly state: HeadState,
    protected readonly edgeMm: number,
  ) {
    this.glioma = state.lesions.find((lesion) => lesion.kind === "glioma");
  }

  protected paint(tissue: Tissue, depthMm: number): void {
    const amount = 0.5 + depthMm / this.edgeMm;
    if (amount <= 0) return;
    if (amount >= 1) {
      this.first = tissue;
      this.second = tissue;
      this.share = 0;
      return;
    }
    if (this.share > 0.5) this.first = this.second;
    this.second = tissue;
    this.share = amount;
  }

  protected lay(tissue: Tissue, amount: number): void {
    if (amount > this.overShare) {
      this.over = tissue;
      this.overShare = amount;
    }
  }
}
