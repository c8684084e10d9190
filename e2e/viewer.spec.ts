import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { MARKERS, PHANTOM_REST, insertPhantom, phantomValue, removePhantom } from "./phantom";
import type { Phantom } from "./phantom";
import { ViewerPage } from "./viewer-page";

let phantom: Phantom;

test.beforeAll(() => {
  phantom = insertPhantom();
});
test.afterAll(() => removePhantom(phantom));

/** Polls: a software renderer draws a moment after the crosshair moved. */
async function seesMarker(viewer: ViewerPage, plane: "axial" | "coronal" | "sagittal") {
  await expect.poll(async () => (await viewer.sight(plane)).grey, { timeout: 20_000 }).toBeGreaterThan(240);
  const sight = await viewer.sight(plane);
  return { ...sight, right: sight.x > sight.width / 2, top: sight.y < sight.height / 2 };
}

for (const name of ["axial", "sagittal", "oblique"] as const)
  test(`a volume acquired ${name} is shown the right way round, with exact values`, async ({ signedIn }) => {
    const viewer = new ViewerPage(await signedIn("neuroscientist"));
    await viewer.open(phantom.examId, phantom.volumes[name]);
    await viewer.ready();

    await viewer.goTo(MARKERS.left.at);
    expect((await viewer.reading()).value).toBe(MARKERS.left.value);
    const axial = await seesMarker(viewer, "axial");
    expect(axial.right, "the patient's left is on the right of an axial picture").toBe(true);
    expect(axial.top, "22 mm behind the middle is below it").toBe(false);
    expect(Math.max(...axial.mirrored)).toBeLessThan(200);
    const coronal = await seesMarker(viewer, "coronal");
    expect([coronal.right, coronal.top]).toEqual([true, false]);

    await viewer.goTo(MARKERS.front.at);
    expect((await viewer.reading()).value).toBe(MARKERS.front.value);
    expect((await seesMarker(viewer, "axial")).top, "the front is at the top").toBe(true);
    const sagittal = await seesMarker(viewer, "sagittal");
    expect(sagittal.right, "the face looks to the left of a sagittal picture").toBe(false);
    expect(Math.max(...sagittal.mirrored)).toBeLessThan(200);

    await viewer.goTo(MARKERS.top.at);
    expect((await viewer.reading()).value).toBe(MARKERS.top.value);
    expect((await seesMarker(viewer, "coronal")).top).toBe(true);
    expect((await seesMarker(viewer, "sagittal")).top).toBe(true);

    await expect(viewer.pane("axial").getByTestId("mark-right")).toHaveText("L");
    await expect(viewer.page.getByTestId("research-only")).toBeVisible();
  });

test("reads the voxel nearest to a typed position", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  await viewer.open(phantom.examId, phantom.volumes.axial);
  await viewer.ready();
  // Voxel centres of the grid: odd multiples of 1.25 mm from the centre.
  for (const point of [
    [11.25, 21.25, -13.75],
    [-28.75, 3.75, 1.25],
    [1.25, -41.25, 26.25],
  ] as const) {
    await viewer.goTo(point.map((mm) => mm + 0.4));
    await expect.poll(async () => (await viewer.reading()).value).toBe(phantomValue(point));
  }
  await viewer.goTo([500, 0, 0]);
  await expect(viewer.cursor()).toContainText("outside the volume");
});

test("scrolls by wheel and keys, zooms, and resets", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  await viewer.open(phantom.examId, phantom.volumes.axial);
  await viewer.ready();
  const start = await viewer.slice("axial");
  await viewer.pane("axial").hover();
  await viewer.page.mouse.wheel(0, -100);
  await expect.poll(() => viewer.slice("axial")).toBe(start + 1);
  await viewer.pane("axial").focus();
  await viewer.page.keyboard.press("PageDown");
  await expect.poll(() => viewer.slice("axial")).toBe(start - 9);
  await viewer.page.keyboard.press("End");
  await expect.poll(() => viewer.slice("axial")).toBe(56);
  await viewer.page.keyboard.press("r");
  await expect.poll(() => viewer.slice("axial")).toBe(start);
  await viewer.page.keyboard.press("1");
  await expect(viewer.pane("coronal")).toHaveCount(0);
  await viewer.page.keyboard.press("3");
  await expect(viewer.pane("sagittal")).toBeVisible();
  await viewer.page.keyboard.press("?");
  await expect(viewer.page.getByRole("dialog")).toBeVisible();
});

test("keeps a length for its author until it is deleted", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  await viewer.open(phantom.examId, phantom.volumes.axial);
  await viewer.ready();
  await viewer.page.keyboard.press("l");
  await viewer.drag("axial", [0.4, 0.5], [0.6, 0.5]);
  await expect(viewer.measurements()).toHaveCount(1);
  const text = await viewer.measurements().first().innerText();
  expect(text).toMatch(/\d+\.\d mm/);
  await viewer.page.reload();
  await viewer.ready();
  await expect(viewer.measurements()).toHaveCount(1);
  expect(await viewer.measurements().first().innerText()).toBe(text);
  await expect(viewer.pane("axial").getByTestId("length-mark")).toHaveCount(1);
  await viewer.page.getByRole("button", { name: /^Delete Length 1/ }).click();
  await expect(viewer.measurements()).toHaveCount(0);
});

test("fetches only the wanted point of the fourth axis", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  const ranges: (string | undefined)[] = [];
  viewer.page.on("request", (request) => {
    if (request.url().endsWith("/frames")) ranges.push(request.headers()["range"]);
  });
  await viewer.open(phantom.examId, phantom.volumes.series);
  await viewer.ready();
  await viewer.goTo([2.5, 2.5, 2.5]);
  const first = phantomValue([2.5, 2.5, 2.5]);
  await expect.poll(async () => (await viewer.reading()).value).toBe(first);
  await viewer.pane("axial").focus();
  await viewer.page.keyboard.press("ArrowRight");
  await viewer.page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await viewer.reading()).value).toBe(first + 2 * PHANTOM_REST);
  await expect(viewer.page.getByTestId("fourth-axis")).toHaveText("3/4 · 4 s");
  expect(new Set(ranges).size).toBeGreaterThan(1);
  expect(ranges.every((range) => /^bytes=\d+-\d+$/.test(range ?? ""))).toBe(true);
});

test("says why pictures are a stack, and refuses what the card cannot hold", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  await viewer.open(phantom.examId, phantom.volumes.colour);
  await expect(viewer.page.getByTestId("stack-reason")).toHaveText(
    "Colour pictures: shown one by one, as stored.",
  );
  await viewer.page.getByTestId("pane-stack").locator("canvas").hover();
  await expect(viewer.page.getByTestId("stack-value")).toContainText("column");
  await viewer.open(phantom.examId, phantom.volumes.huge);
  await expect(viewer.page.getByTestId("failure")).toContainText("too big for this computer’s graphics card");
});

test("shows a broken connection and tries again", async ({ signedIn, allowConsoleError }) => {
  allowConsoleError(/Failed to load resource/);
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  await viewer.page.route("**/frames", (route) => route.abort());
  await viewer.open(phantom.examId, phantom.volumes.sagittal);
  await expect(viewer.page.getByTestId("failure")).toHaveAttribute("data-failure", "network");
  await viewer.page.unroute("**/frames");
  await viewer.page.getByRole("button", { name: "Try again" }).click();
  await viewer.ready();
});

test("links two exams by their common frame, or by position with an offset", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  const { examId, laterExamId, volumes } = phantom;
  await viewer.compare(examId, laterExamId);
  await viewer.ready("a");
  await viewer.ready("b");
  const basis = viewer.page.getByTestId("link-basis");
  await expect(basis).toHaveAttribute("data-basis", "patient-position");
  for (const [axis, mm] of [
    ["x", 6],
    ["y", -4],
    ["z", 10],
  ] as const) {
    await viewer.page.getByTestId(`offset-${axis}`).fill(String(mm));
    await viewer.page.getByTestId(`offset-${axis}`).press("Enter");
  }
  await viewer.goTo(MARKERS.left.at, "a");
  await expect.poll(async () => (await viewer.reading("b")).value).toBe(MARKERS.left.value);
  await viewer.page.getByRole("button", { name: "Reset the offset" }).click();
  await expect.poll(async () => (await viewer.reading("b")).positionMm).toEqual([...MARKERS.left.at]);

  await viewer.compare(examId, laterExamId, { a: volumes.sagittal, b: volumes.laterSameFrame });
  await viewer.ready("a");
  await viewer.ready("b");
  await expect(basis).toHaveAttribute("data-basis", "frame-of-reference");
  await viewer.goTo(MARKERS.top.at, "b");
  await expect.poll(async () => (await viewer.reading("a")).value).toBe(MARKERS.top.value);
});

/** Names of broken rules of WCAG 2.2 AA, with the elements that break them. */
async function violations(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations: found } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

test("is accessible, and all of it by keyboard", async ({ signedIn }) => {
  const viewer = new ViewerPage(await signedIn("neuroscientist"));
  const { page } = viewer;
  await viewer.open(phantom.examId, phantom.volumes.series);
  await viewer.ready();
  expect(await violations(page)).toEqual([]);

  const controls = page.locator(
    "a[href]:visible, button:visible:enabled, input:visible:enabled, [tabindex='0']:visible",
  );
  const count = await controls.count();
  await page.locator("body").press("Tab");
  const reached = new Set<string>();
  for (let step = 0; step < count + 4; step++) {
    reached.add(
      await page.evaluate(() => {
        const all = [...document.querySelectorAll("a[href], button:enabled, input:enabled, [tabindex='0']")];
        return String(all.indexOf(document.activeElement ?? document.body));
      }),
    );
    await page.keyboard.press("Tab");
  }
  reached.delete("-1");
  expect(reached.size, "controls that the tabulator reaches").toBeGreaterThanOrEqual(count);

  await viewer.pane("axial").focus();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);

  await viewer.compare(phantom.examId, phantom.laterExamId);
  await viewer.ready("a");
  await viewer.ready("b");
  expect(await violations(page)).toEqual([]);
});

test("does not exist outside one's scope", async ({ signedIn, allowConsoleError }) => {
  allowConsoleError(/404/);
  const page = await signedIn("clinician");
  for (const path of [
    `/api/volumes/${phantom.volumes.axial}/manifest`,
    `/api/volumes/${phantom.volumes.axial}/frames`,
    `/api/volumes/${phantom.volumes.axial}/thumbnail`,
    `/api/exams/${phantom.examId}/measurements`,
    `/view/${phantom.examId}`,
    `/compare?a=${phantom.examId}&b=${phantom.laterExamId}`,
  ])
    expect((await page.request.get(path)).status(), path).toBe(404);
});
