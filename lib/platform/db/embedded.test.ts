import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { embeddedDatabaseRuns, startEmbeddedDatabase } from "./embedded";

const root = mkdtempSync(join(tmpdir(), "ariane-lock-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the embedded database", () => {
  it("refuses a folder that a living process serves, whatever the socket", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
    await once(other, "spawn");
    writeFileSync(join(root, "held.lock"), String(other.pid));
    const second = startEmbeddedDatabase(join(root, "held"), join(root, "elsewhere"));
    await expect(second).rejects.toMatchObject({ code: "conflict" });
    other.kill("SIGKILL");
    await once(other, "exit");
  });

  it("takes over what a crash left, and leaves nothing when it stops", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    const data = join(root, "crashed");
    const sockets = join(root, "run");
    writeFileSync(`${data}.lock`, String(gone.pid));
    const database = await startEmbeddedDatabase(data, sockets);
    expect(await embeddedDatabaseRuns(sockets)).toBe(true);
    await database.stop();
    expect(await embeddedDatabaseRuns(sockets)).toBe(false);
    expect(existsSync(`${data}.lock`)).toBe(false);
  });
});
