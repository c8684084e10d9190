import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainQueue, enqueue, migrateQueue } from "../queue";
import { db, inTransaction } from "./client";
import { applyMigrations } from "./schema-engine";
import { testDatabase, type TestDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

describe("migrations", () => {
  it("are applied once, in Prisma's own ledger", async () => {
    expect(await applyMigrations(database.url)).toEqual([]);
    const ledger = await db().$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM "_prisma_migrations" WHERE finished_at IS NOT NULL`;
    expect(Number(ledger[0]?.n)).toBeGreaterThan(0);
  });
});

describe("transactions", () => {
  it("send one statement at a time, whatever is asked of them side by side; a failed one does not hold the next", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on("warning", note);
    const { id } = await db().site.create({ data: { code: randomUUID(), name: "Somewhere", city: "Lens" } });
    const found = await inTransaction(async (tx) => {
      const many = { exams: true, scanners: true, peers: true, ingestRuns: true } as const;
      await Promise.all([tx.site.count(), tx.site.count({ where: { id } })]);
      return tx.site.findUnique({ where: { id }, include: many });
    });
    expect(found).toMatchObject({ id, exams: [], scanners: [], peers: [], ingestRuns: [] });
    const after = inTransaction(async (tx) => {
      await Promise.allSettled([tx.$queryRaw`SELECT 1/0`, tx.$queryRaw`SELECT 1`]);
      await tx.$queryRaw`SELECT 1`;
    });
    // PostgreSQL's own refusal of what follows a failure in a transaction.
    await expect(after).rejects.toThrow("25P02");
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("undo everything when the work fails", async () => {
    const code = randomUUID();
    const work = inTransaction(async (tx) => {
      await tx.site.create({ data: { code, name: "Nowhere", city: "Nowhere" } });
      throw new Error("stop");
    });
    await expect(work).rejects.toThrow("stop");
    expect(await db().site.count({ where: { code } })).toBe(0);
  });
});

describe("constraints", () => {
  it("refuse a run whose files are not all accounted for", async () => {
    const unbalanced = db().ingestRun.create({
      data: { door: "folder", received: 3, stored: 1, duplicate: 1, finishedAt: new Date() },
    });
    await expect(unbalanced).rejects.toThrow(/IngestRun_accounting_check/);
  });

  it("refuse a site grant that names no site", async () => {
    const user = await db().user.create({ data: { email: "a@example.org", name: "A", passwordHash: "-" } });
    const grant = db().grant.create({
      data: { userId: user.id, scope: "site", level: "view", purpose: "test" },
    });
    await expect(grant).rejects.toThrow(/Grant_scope_check/);
  });

  it("refuse overlapping versions of a protocol and allow adjacent ones", async () => {
    const protocol = await db().protocol.create({ data: { code: "p", name: "P" } });
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const version = (number: number, from: string, until: string | null) =>
      db().protocolVersion.create({
        data: {
          protocolId: protocol.id,
          version: number,
          validFrom: day(from),
          validUntil: until === null ? null : day(until),
        },
      });
    await version(1, "2024-01-01", "2025-01-01");
    await expect(version(2, "2024-12-31", null)).rejects.toThrow(/overlap/);
    await version(3, "2025-01-01", null);
  });

  it("keep audit events as they were written", async () => {
    const event = await db().auditEvent.create({ data: { type: "test" } });
    await expect(db().auditEvent.update({ where: { id: event.id }, data: { type: "x" } })).rejects.toThrow();
    await expect(db().auditEvent.delete({ where: { id: event.id } })).rejects.toThrow();
    await expect(db().$executeRaw`TRUNCATE "AuditEvent"`).rejects.toThrow(/append-only/);
  });
});

describe("queue", () => {
  it("holds a job if and only if its transaction commits, and once per key", async () => {
    await migrateQueue();
    const done: string[] = [];
    const handlers = {
      "series.complete": async ({ seriesId }: { seriesId: string }) => void done.push(seriesId),
    };
    const [kept, lost] = [randomUUID(), randomUUID()];
    await inTransaction(async (tx) => {
      await enqueue(tx, "series.complete", { seriesId: kept }, kept);
      await enqueue(tx, "series.complete", { seriesId: kept }, kept);
    });
    await inTransaction(async (tx) => {
      await enqueue(tx, "series.complete", { seriesId: lost }, lost);
      throw new Error("undo");
    }).catch(() => undefined);
    await drainQueue(handlers);
    expect(done).toEqual([kept]);
  });
});
