import type { Page } from "@playwright/test";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "@/prisma/demo/accounts";
import { expect, test } from "./fixtures";
import { disable, invite, newPerson, openAccount, statusOf } from "./people";

const EMAIL = DEMO_ACCOUNTS.find(({ role }) => role === "neuroscientist")?.email ?? "";

async function fillAndSend(page: Page, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a wrong password is told without saying which of the two is wrong; then the wanted page opens", async ({
  page,
  allowConsoleError,
}) => {
  allowConsoleError(/401 \(Unauthorized\)/);
  await page.goto("/catalogue?unit=exams");
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await fillAndSend(page, "not the password");
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(
    "This e-mail and password do not go together, or the account is closed.",
  );
  await expect(page.getByLabel("E-mail")).toHaveValue(EMAIL);
  await fillAndSend(page, DEMO_PASSWORD);
  await expect(page).toHaveURL(/\/catalogue\?unit=exams$/);
});

test("no address leads out of the application after signing in", async ({ page, signedIn, baseURL }) => {
  const inside = new URL(baseURL ?? "").origin;
  const attempts = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
  ];
  const already = await signedIn("neuroscientist");
  for (const attempt of attempts) {
    await already.goto(`/sign-in?returnTo=${encodeURIComponent(attempt)}`);
    await already.waitForURL((url) => url.pathname === "/catalogue");
    expect(new URL(already.url()).origin, attempt).toBe(inside);
  }
  await page.goto(`/sign-in?returnTo=${encodeURIComponent("/\\evil.example/")}`);
  await fillAndSend(page, DEMO_PASSWORD);
  await page.waitForURL((url) => url.pathname === "/catalogue");
  expect(new URL(page.url()).origin).toBe(inside);
});

test("signing out ends the session", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist");
  await page.goto("/account");
  await page.getByRole("button", { name: /^My account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect((await page.context().cookies()).filter(({ name }) => name.includes("session-token"))).toEqual([]);
  await page.goto("/catalogue");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("disabling an account ends its session at the next request", async ({ browser, signedIn }) => {
  test.setTimeout(240_000);
  const admin = await signedIn("admin");
  const person = newPerson();
  const path = await invite(admin, person);
  try {
    const context = await openAccount(browser, path, person);
    expect(await statusOf(context.request, "/account")).toBe(200);
    await disable(admin, person);
    const page = await context.newPage();
    await page.goto("/account");
    await expect(page).toHaveURL(/\/sign-in/);
    await context.close();
  } finally {
    await disable(admin, person);
  }
});

test("security headers and cookies", async ({ page, signedIn, baseURL }) => {
  const headers = (await page.request.get("/sign-in")).headers();
  const policy = new Map(
    (headers["content-security-policy"] ?? "").split("; ").map((directive) => {
      const [name, ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
  expect(policy.get("default-src")).toEqual(["'self'"]);
  expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
  expect(policy.get("object-src")).toEqual(["'none'"]);
  expect(policy.get("base-uri")).toEqual(["'none'"]);
  expect(policy.get("script-src")).not.toContain("'unsafe-eval'");
  expect(policy.get("script-src")).not.toContain("'unsafe-inline'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["x-powered-by"]).toBeUndefined();
  if (baseURL?.startsWith("https:")) {
    expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
  }
  const answer = await page.request.get("/api/health");
  expect(answer.headers()["x-content-type-options"]).toBe("nosniff");

  const signed = await signedIn("neuroscientist");
  await signed.goto("/account");
  const cookies = await signed.context().cookies();
  expect(cookies.map(({ name }) => name)).toContain("next-auth.session-token");
  for (const { name, httpOnly, sameSite } of cookies)
    expect({ name, httpOnly, sameSite: sameSite === "Lax" || sameSite === "Strict" }).toEqual({
      name,
      httpOnly: true,
      sameSite: true,
    });
});
