import { env } from "../env";
import { log } from "../log";
import { Prisma, PrismaClient } from "./generated/client";
import { PrismaPgInTurn } from "./one-at-a-time";

export { Prisma };

export type Db = PrismaClient;
/** What a function takes when it must be part of somebody's transaction. */
export type Tx = Prisma.TransactionClient;

interface Holder {
  arianeDb?: { url: string; client: PrismaClient };
}

// Next evaluates modules several times in one process: the pool must not multiply with them.
const holder = globalThis as Holder;

/** The database of this process: one pool of five connections to the embedded database or to PostgreSQL. */
export function db(): Db {
  const url = env().databaseUrl;
  if (holder.arianeDb?.url !== url) {
    const adapter = new PrismaPgInTurn(
      // Compiling a question of many parts to machine code takes PostgreSQL minutes; running it, milliseconds.
      { connectionString: url, max: 5, options: "-c jit=off" },
      { onPoolError: (error) => log.error({ name: error.name }, "database pool") },
    );
    holder.arianeDb = { url, client: new PrismaClient({ adapter }) };
  }
  return holder.arianeDb.client;
}

/** Runs `work` in one transaction; an exception undoes all of it. */
export function inTransaction<T>(work: (tx: Tx) => Promise<T>, timeoutMs = 60_000): Promise<T> {
  return db().$transaction(work, { maxWait: 30_000, timeout: timeoutMs });
}

/** Closes the pool; the next `db()` opens another. */
export async function closeDb(): Promise<void> {
  const open = holder.arianeDb;
  holder.arianeDb = undefined;
  await open?.client.$disconnect();
}
