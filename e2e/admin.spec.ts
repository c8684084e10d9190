import { expect, test } from "./fixtures";
import { disable, invite, newPerson, openAccount, statusOf } from "./people";

const SITE = "CHU de Lille";

test("an invited person sees what is granted to her, until it is revoked, and the audit says so", async ({
  browser,
  signedIn,
  allowConsoleError,
}) => {
  test.setTimeout(300_000);
  // The revoked exam's page and picture, which the test asks for.
  allowConsoleError(/404 \(Not Found\)/);
  const admin = await signedIn("admin");
  const person = newPerson();
  const path = await invite(admin, person);
  try {
    await expect(admin.locator("body"), "the link is shown once").not.toContainText(path);
    const row = admin.getByRole("row").filter({ hasText: person.email });
    await expect(row).toContainText("open until");

    const context = await openAccount(browser, path, person);
    const page = await context.newPage();
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
    await page.goto("/catalogue");
    await expect(page.getByText("Your rights do not open any data yet")).toBeVisible();
    expect(await statusOf(context.request, "/admin/users"), "no administration for her").toBe(404);

    await admin.goto("/admin/users");
    await admin.getByRole("button", { name: `Actions for ${person.name}` }).click();
    await admin.getByRole("menuitem", { name: "Give a grant…" }).click();
    const form = admin.getByRole("dialog", { name: "Give a grant" });
    await expect(form.getByRole("combobox", { name: "Person" })).toContainText(person.name);
    await form.getByRole("combobox", { name: "Where" }).click();
    await admin.getByRole("option", { name: `Site: ${SITE}`, exact: true }).click();
    await expect(form.getByRole("combobox", { name: "Level" })).toContainText("view: images too");
    await form.getByLabel("Purpose").fill("Browser test of rights");
    await expect(form.getByText(`${person.name} will be able to view the images of`)).toBeVisible();
    await form.getByRole("button", { name: "Give the grant" }).click();
    await expect(admin.getByText("The grant is given.", { exact: true }).first()).toBeVisible();
    await expect(form).toHaveCount(0);

    await page.goto("/catalogue?unit=exams");
    const withImages = page.getByRole("row").filter({ has: page.locator('a[href^="/view/"]') });
    await expect(withImages.first()).toContainText(SITE);
    const examPath = await withImages.first().locator('a[href^="/exams/"]').first().getAttribute("href");
    const picture = await withImages.first().locator("img").first().getAttribute("src");
    const volume = picture?.replace(/\/thumbnail$/, "") ?? "";
    expect(examPath).toMatch(/^\/exams\/[0-9a-f-]{36}$/);
    expect(volume).toMatch(/^\/api\/volumes\/[0-9a-f-]{36}$/);
    const exam = examPath ?? "";
    await page.goto(exam);
    await expect(page.getByRole("main")).toContainText(SITE);
    const doors = [exam, `${volume}/manifest`, `${volume}/frames`, `${volume}/thumbnail`];
    for (const door of doors) expect(await statusOf(context.request, door), door).toBe(200);

    const grant = admin.getByRole("row").filter({ hasText: person.email });
    await admin.goto("/admin/grants");
    await grant.getByRole("button", { name: /^Revoke/ }).click();
    await admin.getByRole("button", { name: "Revoke the grant" }).click();
    await expect(admin.getByText("The grant is revoked.", { exact: true }).first()).toBeVisible();
    await expect(grant).toHaveCount(0);

    for (const door of doors) expect(await statusOf(context.request, door), door).toBe(404);
    await page.goto("/catalogue");
    await expect(page.getByText("Your rights do not open any data yet")).toBeVisible();
    await context.close();

    const examId = exam.slice("/exams/".length);
    const events = admin.getByRole("table", { name: "Audit" }).getByRole("row");
    await admin.goto("/admin/audit?type=grant.given");
    await expect(events.filter({ hasText: person.name }).first()).toContainText("Andrée Admin");
    await admin.goto("/admin/audit?type=grant.revoked");
    await expect(events.filter({ hasText: person.name }).first()).toContainText("Andrée Admin");
    await admin.goto("/admin/audit?type=exam.viewed");
    const viewed = events.filter({ has: admin.getByTitle(examId) }).first();
    await expect(viewed).toContainText(person.name);
  } finally {
    await disable(admin, person);
  }
});

test("the keyboard alone gives a dialogue, and gets its place back", async ({ signedIn }) => {
  const admin = await signedIn("admin");
  await admin.goto("/admin/invitations");
  const opener = admin.getByRole("button", { name: "Invite someone" });
  await opener.focus();
  await admin.keyboard.press("Enter");
  await expect(admin.getByLabel("E-mail")).toBeFocused();
  await admin.keyboard.press("Escape");
  await expect(opener).toBeFocused();

  await admin.goto("/admin/users");
  const actions = admin.getByRole("button", { name: "Actions for Claire Clinicienne" });
  await actions.focus();
  await admin.keyboard.press("Enter");
  await admin.getByRole("menuitem", { name: "End sessions…" }).press("Enter");
  await expect(admin.getByRole("button", { name: "Cancel" }), "the harmless answer first").toBeFocused();
  await admin.keyboard.press("Escape");
  await expect(actions).toBeFocused();

  await admin.goto("/admin/grants");
  const revoke = admin.getByRole("button", { name: /^Revoke.*Claire Clinicienne/ });
  await revoke.focus();
  await admin.keyboard.press("Enter");
  await expect(admin.getByRole("button", { name: "Cancel" })).toBeFocused();
  await admin.keyboard.press("Escape");
  await expect(revoke).toBeFocused();
});

test("a data manager finds what was received, and no people", async ({ signedIn }) => {
  const page = await signedIn("dataManager");
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/admin\/ingest$/);
  const sections = page.getByRole("navigation", { name: "Administration" });
  await expect(sections.getByRole("link")).toHaveText([
    "Ingest",
    "Quarantine",
    "Peers",
    "Identity",
    "Clinical",
    /^Alarms/,
  ]);
  for (const section of ["users", "invitations", "grants", "requests", "audit"])
    expect(await statusOf(page.request, `/admin/${section}`), section).toBe(404);
});
