import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { greyOf } from "@/lib/viewer/window-level";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { expect, test } from "./fixtures";
import { readableFolders, realVolumes } from "./real-data-cases";
import type { RealVolume } from "./real-data-cases";
import { hasReferees } from "./real-data-referees";
import { serverDataEnv } from "./server-data";
import { ViewerPage } from "./viewer-page";

const root = sharedData();

/** Real people's heads: nothing of what is on screen is written anywhere, and titles name folders only. */
test.describe("real scanner files", () => {
  test.skip(!root, "the real scanner files are not here");
  test.skip(!hasReferees(), "dcm2niix and dcmtk are not installed");
  const scratch = mkdtempSync(join(tmpdir(), "ariane-referees-"));
  let volumes: RealVolume[] = [];

  test.beforeAll(() => {
    test.setTimeout(600_000);
    const folders = readableFolders(root ?? "").map((folder) => join(root ?? "", folder));
    // Its output names series: it is not shown.
    execFileSync(process.execPath, ["--import", "tsx", "scripts/ingest.ts", ...folders], {
      stdio: ["ignore", "ignore", "inherit"],
      env: serverDataEnv(),
    });
    volumes = realVolumes(root ?? "", scratch);
  });
  test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test("every readable volume shows an independent reader's values", async ({ signedIn }) => {
    test.setTimeout(900_000);
    const viewer = new ViewerPage(await signedIn("neuroscientist"));
    const exams = new Set(volumes.map(({ examId }) => examId));
    expect(exams.size).toBe(EXAMS);
    for (const exam of exams) {
      const ofExam = volumes.filter(({ examId }) => examId === exam);
      for (const [index, real] of ofExam.entries())
        await test.step(`${real.label}: ${real.reader}`, async () => {
          if (index === 0)
            await viewer.page.goto(`/view/${real.examId}?series=${real.seriesId}&volume=${real.volume.id}`);
          await chooseVolume(viewer.page, real);
          if (real.volume.kind === "stack") await checkStack(viewer.page, real);
          else await checkVolume(viewer, real);
          await expect.soft(viewer.page.getByTestId("failure"), real.label).toHaveCount(0);
        });
    }
  });
});

/** Exams of the readable files: one a folder, but two of g02 and g03. */
const EXAMS = 16;

async function chooseVolume(page: Page, { volume }: RealVolume): Promise<void> {
  const button = page.locator(`[data-testid=rail-volume][data-volume="${volume.id}"]`);
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
}

async function checkVolume(viewer: ViewerPage, real: RealVolume): Promise<void> {
  await viewer.ready();
  for (const point of real.points) {
    if (real.volume.dimensions[3] > 1) await choosePoint(viewer, real, point.t);
    await viewer.goTo(point.positionMm);
    const place = point.positionMm.map((mm) => mm.toFixed(3)).join(" ");
    await expect(viewer.cursor()).toHaveAttribute("data-position", place);
    const [expected = Number.NaN] = point.values;
    const { value } = await viewer.reading();
    expect.soft(isSame(value, expected), `${real.label}: value at the crosshair`).toBe(true);
    const shown = await viewer.cursor().locator("span").nth(3).textContent();
    expect.soft(isSame(numberIn(shown), expected), `${real.label}: value on screen`).toBe(true);
    // The picture itself: the grey of the voxel under the crosshair, in the window that the panel states.
    const grey = greyOf(expected, await shownWindow(viewer));
    await expect.soft
      .poll(async () => Math.abs((await viewer.sight("axial")).grey - grey), {
        message: `${real.label}: grey under the crosshair`,
        timeout: 10_000,
      })
      .toBeLessThan(40);
  }
  expect.soft(await brightShare(viewer.page), `${real.label}: picture`).toBeGreaterThan(0.005);
}

async function shownWindow(viewer: ViewerPage): Promise<{ centre: number; width: number }> {
  const [centre = Number.NaN, width = Number.NaN] =
    (await viewer.cursor().getAttribute("data-window"))?.split(" ").map(Number) ?? [];
  return { centre, width };
}

async function choosePoint({ page }: ViewerPage, { label, volume }: RealVolume, t: number): Promise<void> {
  await page.locator("input[type=range]").fill(String(t));
  await expect(page.getByTestId("fourth-axis"), label).toContainText(`${t + 1}/${volume.dimensions[3]}`);
  await expect(page.getByTestId("cursor-value"), label).toHaveAttribute("data-phase", "ready");
}

async function checkStack(page: Page, real: RealVolume): Promise<void> {
  const [nx, ny, nz, nt] = real.volume.dimensions;
  const pane = page.getByTestId("pane-stack");
  const reading = page.getByTestId("stack-value");
  for (const point of real.points) {
    if (!point.pixel) throw new Error("a stack is read by its pixels");
    const { i, j, frame, pictureMm } = point.pixel;
    if (nz * nt > 1) await page.locator("input[type=range]").fill(String(frame));
    await expect(page.getByTestId("loading")).toHaveCount(0);
    const box = await pane.locator("canvas").boundingBox();
    if (!box) throw new Error("the picture is not on screen");
    await page.mouse.move(box.x + ((i + 0.5) / nx) * box.width, box.y + ((j + 0.5) / ny) * box.height);
    await expect(reading).toContainText(`column ${i}, row ${j}`);
    const corner = pictureMm.map((mm) =>
      mm
        .toFixed(1)
        .replace(/^-(0\.0)$/, "$1")
        .replace("-", "−"),
    );
    await expect.soft(reading, real.label).toContainText(`x ${corner[0]}  y ${corner[1]}  z ${corner[2]}`);
    const isColour = point.values.length === 3;
    // The frame comes a moment after the slider moved.
    await expect.soft
      .poll(
        async () => {
          const shown = (await reading.locator("span").nth(1).textContent()) ?? "";
          const values = isColour ? shown.split("·").map(numberIn) : [numberIn(shown)];
          return values.every((value, sample) => isSame(value, point.values[sample] ?? Number.NaN));
        },
        { message: `${real.label}: value under the pointer`, timeout: 10_000 },
      )
      .toBe(true);
    const colour = isColour
      ? point.values
      : [0, 1, 2].map(() => greyOf(point.values[0] ?? 0, real.volume.window));
    await expect.soft
      .poll(
        async () =>
          (await paintedAt(page, i, j)).map(
            (level, channel) => Math.abs(level - (colour[channel] ?? 0)) <= 1,
          ),
        { message: `${real.label}: colour under the pointer`, timeout: 10_000 },
      )
      .toEqual([true, true, true]);
  }
  expect.soft(await brightShare(page), `${real.label}: picture`).toBeGreaterThan(0.005);
}

/** Five significant digits are on screen; NIfTI files hold 32-bit floats. */
function isSame(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 1e-4 * Math.abs(expected);
}

function numberIn(text: string | null): number {
  return Number.parseFloat((text ?? "").replaceAll(",", "").replaceAll("−", "-"));
}

/** Share of the pictures' pixels that are not black; read in the page, kept nowhere. */
function brightShare(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>("[data-testid^=pane-] canvas")];
    let [bright, all] = [0, 0];
    for (const canvas of canvases) {
      const { data = [] } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      for (let pixel = 0; pixel < data.length; pixel += 4) {
        all += 1;
        if (Math.max(data[pixel] ?? 0, data[pixel + 1] ?? 0, data[pixel + 2] ?? 0) > 30) bright += 1;
      }
    }
    return all === 0 ? 0 : bright / all;
  });
}

/** Red, green and blue of a pixel of the stack's picture. */
function paintedAt(page: Page, i: number, j: number): Promise<number[]> {
  return page
    .getByTestId("pane-stack")
    .locator("canvas")
    .evaluate(
      (canvas, [x = 0, y = 0]) => [
        ...((canvas as HTMLCanvasElement).getContext("2d")?.getImageData(x, y, 1, 1).data.slice(0, 3) ?? []),
      ],
      [i, j],
    );
}
