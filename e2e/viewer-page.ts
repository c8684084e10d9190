import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

export type Plane = "axial" | "coronal" | "sagittal";

/** Where the crosshair stands in a pane (CSS pixels) and the grey of the picture there and at its mirror images. */
export interface CrosshairSight {
  x: number;
  y: number;
  width: number;
  height: number;
  grey: number;
  /** Mirrored left-right and top-bottom. */
  mirrored: [number, number];
}

/** The viewer and the comparison, as a test drives them. `side` names an exam of the comparison. */
export class ViewerPage {
  constructor(readonly page: Page) {}

  async open(examId: string, volumeId: string): Promise<void> {
    await this.page.goto(`/view/${examId}?volume=${volumeId}`);
  }

  async compare(a: string, b: string, volumes?: { a: string; b: string }): Promise<void> {
    const chosen = volumes ? `&volumeA=${volumes.a}&volumeB=${volumes.b}` : "";
    await this.page.goto(`/compare?a=${a}&b=${b}${chosen}`);
  }

  cursor(side?: "a" | "b"): Locator {
    return this.page.getByTestId(side ? `cursor-value-${side}` : "cursor-value");
  }

  pane(plane: Plane, side?: "a" | "b"): Locator {
    return this.page.getByTestId(side ? `pane-${side}-${plane}` : `pane-${plane}`);
  }

  async ready(side?: "a" | "b"): Promise<void> {
    await expect(this.cursor(side)).toHaveAttribute("data-phase", "ready", { timeout: 60_000 });
  }

  /** Types a position (LPS, mm) and goes there. */
  async goTo(point: readonly number[], side?: "a" | "b"): Promise<void> {
    const form = this.cursor(side).locator("xpath=following-sibling::form");
    const fields = form.getByRole("textbox");
    for (const [index, mm] of point.entries()) await fields.nth(index).fill(String(mm));
    await fields.last().press("Enter");
  }

  /** The value read at the crosshair, and the voxel it comes from. */
  async reading(side?: "a" | "b"): Promise<{ value: number; index: string | null; positionMm: number[] }> {
    const cursor = this.cursor(side);
    return {
      value: Number(await cursor.getAttribute("data-value")),
      index: await cursor.getAttribute("data-index"),
      positionMm: ((await cursor.getAttribute("data-position")) ?? "").split(" ").map(Number),
    };
  }

  /** What the picture shows at the crosshair. */
  sight(plane: Plane, side?: "a" | "b"): Promise<CrosshairSight> {
    return this.pane(plane, side).evaluate((pane) => {
      const [horizontal, , vertical] = pane.querySelectorAll("svg line");
      const canvas = pane.querySelector("canvas");
      const context = canvas?.getContext("2d");
      if (!horizontal || !vertical || !canvas || !context) throw new Error("no picture");
      const x = Number(vertical.getAttribute("x1"));
      const y = Number(horizontal.getAttribute("y1"));
      const { clientWidth: width, clientHeight: height } = canvas;
      const ratio = canvas.width / width;
      const grey = (atX: number, atY: number) =>
        context.getImageData(Math.floor(atX * ratio), Math.floor(atY * ratio), 1, 1).data[0] ?? 0;
      return { x, y, width, height, grey: grey(x, y), mirrored: [grey(width - x, y), grey(x, height - y)] };
    });
  }

  async slice(plane: Plane, side?: "a" | "b"): Promise<number> {
    return Number(await this.pane(plane, side).getAttribute("data-slice"));
  }

  /** Draws with the tool at hand, between positions given as shares of the pane. */
  async drag(
    plane: Plane,
    from: readonly [number, number],
    to: readonly [number, number],
    side?: "a" | "b",
  ): Promise<void> {
    const box = await this.pane(plane, side).boundingBox();
    if (!box) throw new Error("the pane is not on screen");
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + x * box.width, box.y + y * box.height] as const;
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(to), { steps: 6 });
    await this.page.mouse.up();
  }

  measurements(): Locator {
    return this.page.getByTestId("measurements").getByRole("listitem");
  }
}
