import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@/lib/platform/root";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/**
 * A browser for the tests: an installed Chrome or Chromium, else Playwright's own download, else Debian's package
 * when root.
 * @returns its path; empty when it is Playwright's own
 */
export async function findBrowser(): Promise<string> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  if (await playwrightHasChromium()) return "";
  process.stdout.write("No browser is installed: asking Playwright for its own\n");
  const playwright = join(repositoryRoot, "node_modules/@playwright/test/cli.js");
  if (succeeds(process.execPath, [playwright, "install", "chromium"]) && (await playwrightHasChromium()))
    return "";
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("Installing Debian's chromium\n");
    succeeds("apt-get", ["update", "-qq"]);
    succeeds("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]);
  }
  const now = INSTALLED.find((path) => existsSync(path));
  if (now) return now;
  throw new Error("The browser tests need Chrome or Chromium: install one and run the command again.");
}

async function playwrightHasChromium(): Promise<boolean> {
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}

function succeeds(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: "inherit", timeout: 600_000 }).status === 0;
}
