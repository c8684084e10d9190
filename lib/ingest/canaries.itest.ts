import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayOf, daysOfText } from "@/lib/deid/testing/date-attack";
import { filesBelow } from "@/lib/deid/testing/real-files";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { childEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { findCanaries, writeCanaryFiles } from "./testing/canary-files";
import { keptRows } from "./testing/kept-places";
import { type Shown, shownToNeuroscientist, shownToOperators, writePerson } from "./testing/shown-places";

const data = sharedData() ?? "";
const ROOT = join(import.meta.dirname, "../..");
const DAY_MS = 86_400_000;

/** Runs the operator's command as a process of its own, as chatty as it gets. */
async function runIngest(paths: string[], { dataDir, url }: TestDatabase, temp: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/ingest.ts", ...paths], {
    cwd: ROOT,
    // The database is named: the embedded one's socket would be looked for in the other temporary folder.
    env: childEnv({
      NODE_ENV: "development",
      LOG_LEVEL: "trace",
      TMPDIR: temp,
      ARIANE_DATA_DIR: dataDir,
      DATABASE_URL: url,
    }),
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output: Buffer.concat(output) };
}

describe.skipIf(!data)("real files of every vendor with canaries everywhere", () => {
  let database: TestDatabase;
  let root: string;
  let files: number;
  let run: { code: number | null; output: Buffer };
  let shown: Shown[];
  let operators: Shown[];

  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
    root = mkdtempSync(join(tmpdir(), "ariane-canaries-"));
    mkdirSync(join(root, "temp"));
    files = writeCanaryFiles(data, join(root, "given"));
    run = await runIngest([join(root, "given")], database, join(root, "temp"));
    const neuroscientist = await writePerson("neuroscientist");
    operators = await shownToOperators(await writePerson("dataManager"), await writePerson("admin"));
    shown = await shownToNeuroscientist(neuroscientist);
  }, 600_000);
  afterAll(async () => {
    await database?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const places = (leaks: Iterable<string>) => [...new Set(leaks)].sort();
  const searchFolder = (folder: string) => {
    let bytes = 0;
    const leaks = filesBelow(folder).flatMap((path) => {
      const content = readFileSync(path);
      bytes += content.length;
      const name = path.slice(folder.length);
      return [...findCanaries(content), ...findCanaries(Buffer.from(name))].map(
        (kind) => `${kind} in ${folder.slice(database.dataDir.length)}`,
      );
    });
    return { bytes, leaks: places(leaks) };
  };

  test("are all taken, and most are stored", async () => {
    expect(run.output.toString("utf8")).not.toMatch(/Error|erreur/);
    expect(run.code).toBe(0);
    const [row] = await db().ingestRun.findMany();
    expect(row?.received).toBe(files);
    expect({ stored: row?.stored, refused: row?.refused }).toEqual({ stored: files, refused: 0 });
  });

  test("the canaries are found where they were planted", () => {
    for (const path of filesBelow(join(root, "given"))) {
      const found = findCanaries(readFileSync(path));
      expect(found.length, "kinds planted").toBeGreaterThanOrEqual(3);
    }
    expect(findCanaries(Buffer.from("\\x5a71787776", "latin1"))).toEqual(["hex"]);
  });

  test("nothing of them on the terminal and in the log", () => {
    expect(run.output.length).toBeGreaterThan(100);
    expect(findCanaries(run.output)).toEqual([]);
  });

  test("nothing of them in objects, quarantine and pictures", () => {
    const { bytes, leaks } = searchFolder(join(database.dataDir, "objects"));
    expect(bytes).toBeGreaterThan(2 ** 20);
    expect(leaks).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("nothing of them in what the run left of temporary files", () => {
    expect(searchFolder(join(root, "temp")).leaks).toEqual([]);
  });

  test("nothing of them in rows", async () => {
    const leaks: string[] = [];
    for await (const { place, bytes } of keptRows(database.url))
      leaks.push(...findCanaries(bytes).map((kind) => `${kind} in ${place}`));
    expect(places(leaks)).toEqual([]);
  });

  test("nothing of them in the database's files", async () => {
    // What is in memory only has to come to the files first.
    await db().$executeRawUnsafe("CHECKPOINT");
    const [where] = await db().$queryRawUnsafe<{ folder: string }[]>(
      "SELECT current_setting('data_directory') AS folder",
    );
    const folder = database.kind === "embedded" ? join(database.dataDir, "db") : (where?.folder ?? "");
    const { bytes, leaks } = searchFolder(folder);
    expect(bytes).toBeGreaterThan(2 ** 20);
    expect(leaks).toEqual([]);
  });

  test("nothing of them in what anybody is shown", () => {
    expect(shown.length).toBeGreaterThan(files);
    const leaks = [...shown, ...operators].flatMap(({ place, content }) =>
      findCanaries(Buffer.from(content)).map((kind) => `${kind} in ${place}`),
    );
    expect(places(leaks)).toEqual([]);
  });

  test("a subject's date offset cannot be recovered from what a neuroscientist is shown", async () => {
    const subjects = await db().subject.findMany({
      select: {
        id: true,
        secret: { select: { dateOffsetDays: true } },
        exams: { select: { clock: true, series: { select: { id: true } } } },
      },
    });
    const exported = (seriesId: string) =>
      filesBelow(join(database.dataDir, "objects/instances", seriesId)).map((path) => {
        const { dataset } = parseDicom(readFileSync(path));
        dataset.delete(TAG.PixelData);
        return dataset;
      });
    // Every true day that anything shown could tell, each subject's own exports aside.
    const textOf = (content: string | Uint8Array) => Buffer.from(content).toString("latin1");
    const everywhere = shown.filter(({ place }) => place !== "thumbnail");
    // Ids are random or keyed hashes: the days that their digits happen to spell are nobody's.
    const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
    const told = new Set(
      everywhere.flatMap(({ content }) => daysOfText(textOf(content).replaceAll(ids, " "))),
    );
    const shifts = new Map<string, Set<number>>();
    let attacked = 0;
    for (const { id, exams } of subjects) {
      const shiftedDays = new Set<number>();
      for (const { series } of exams)
        for (const dataset of series.flatMap((each) => exported(each.id)))
          for (const tag of [TAG.StudyDate, TAG.SeriesDate, TAG.AcquisitionDate, TAG.ContentDate]) {
            const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(dataset.text(tag) ?? "") ?? [];
            const found = dayOf(Number(year), Number(month), Number(day));
            if (found !== null) shiftedDays.add(found);
          }
      attacked += shiftedDays.size;
      shifts.set(id, shiftedDays);
    }
    expect(attacked).toBeGreaterThan(files / 2);
    const recovered: string[] = [];
    for (const { id, secret, exams } of subjects) {
      const derived = new Set(
        [...(shifts.get(id) ?? [])].flatMap((day) => [...told].map((each) => day - each)),
      );
      // Whoever knows another subject's true dates has that subject's offset.
      for (const other of subjects)
        if (other.id !== id && other.secret) derived.add(other.secret.dateOffsetDays);
      if (secret && derived.has(secret.dateOffsetDays))
        recovered.push(
          `true day told: ${exams.some(({ clock }) => told.has(Math.floor((clock?.acquiredAt.getTime() ?? 0) / DAY_MS)))}`,
        );
    }
    expect(recovered).toEqual([]);
    // A written date at all, of whatever century, is shown nowhere.
    const written = everywhere.filter(({ content }) =>
      /(?<!\d)(?:19|2[0-2])\d\d-[01]\d-[0-3]\d/.test(textOf(content)),
    );
    expect(places(written.map(({ place }) => place))).toEqual([]);
  });
});
