import { defineConfig } from "@playwright/test";

const port = Number(process.env.ARIANE_E2E_PORT ?? 3210);
const baseURL = `http://localhost:${port}`;

/**
 * One production build on the demonstration network serves all browser tests. The tests share its database, so they
 * run one after another.
 */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  // A protocol that is saved judges the whole demonstration anew: what reads it goes before.
  projects: [
    { name: "reading", testIgnore: "**/harmonisation.spec.ts" },
    { name: "harmonisation", testMatch: "**/harmonisation.spec.ts" },
  ],
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: process.env.CI === "true",
  outputDir: ".cache/e2e-results",
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? ".cache/playwright.json" }],
  ],
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    viewport: { width: 1280, height: 800 },
    trace: "off",
    screenshot: "off",
    launchOptions: {
      ...(process.env.ARIANE_BROWSER ? { executablePath: process.env.ARIANE_BROWSER } : {}),
      args: [
        "--no-sandbox",
        "--use-gl=angle",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  webServer: {
    command: "node --import tsx scripts/start.ts --demo",
    url: `${baseURL}/api/health`,
    timeout: 900_000,
    reuseExistingServer: process.env.CI !== "true",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "pipe",
    env: {
      PORT: String(port),
      ARIANE_PUBLIC_URL: baseURL,
      ARIANE_DATA_DIR: ".cache/e2e",
      ARIANE_DICOM_PORT: "0",
      LOG_LEVEL: "warn",
    },
  },
});
