import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";

/** Id of a site by its code. */
export async function siteIdOf(code: string): Promise<string> {
  return (await db().site.findUniqueOrThrow({ where: { code } })).id;
}

/** Deletes all lengths on the exams of a subject, so that a broken run leaves nothing to the next. */
export async function removeMeasurements(pseudonym: string): Promise<void> {
  await db().measurement.deleteMany({ where: { exam: { subject: { pseudonym } } } });
}

/** All that the audit recorded since a time, as one text, and how many searches by identifier are in it. */
export async function auditSince(time: string): Promise<{ text: string; identified: number }> {
  const events = await db().auditEvent.findMany({ where: { at: { gte: new Date(time) } } });
  return {
    text: JSON.stringify(events),
    identified: events.filter(({ type }) => type === "subject.identified").length,
  };
}

/** Which files of the database hold one of the texts, byte by byte. */
export async function filesHolding(texts: readonly string[]): Promise<string[]> {
  await db().$executeRaw`CHECKPOINT`;
  const needles = texts.map((text) => Buffer.from(text));
  const overlap = Math.max(...needles.map(({ length }) => length));
  const found: string[] = [];
  const folder = join(env().dataDir, "db");
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    let tail = Buffer.alloc(0);
    for await (const chunk of createReadStream(path, { highWaterMark: 4 << 20 })) {
      const bytes = Buffer.concat([tail, chunk as Buffer]);
      if (needles.some((needle) => bytes.includes(needle))) {
        found.push(path);
        break;
      }
      tail = bytes.subarray(Math.max(0, bytes.length - overlap));
    }
  }
  return found;
}
