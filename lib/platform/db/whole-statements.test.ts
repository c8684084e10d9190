import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded";

let folder: string;
let database: EmbeddedDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ariane-statements-"));
  database = await startEmbeddedDatabase("memory://", folder);
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

const text = (value: string) => Buffer.from(`${value}\0`);
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
};
const PARSE = message("P", text(""), text("SELECT $1::text || ' came whole'"), int16(0));
const BIND = message("B", text(""), text(""), int16(0), int16(1), int32(4), Buffer.from("this"), int16(0));
const EXECUTE = message("E", text(""), int32(0));
const SYNC = message("S");

/** A client that says what it wants byte by byte, and all that it was answered. */
async function rawClient(): Promise<{
  socket: Socket;
  answers: () => string;
  until: (text: string) => Promise<void>;
}> {
  const socket = connect(join(folder, ".s.PGSQL.5432"));
  let answers = "";
  socket.on("data", (chunk: Buffer) => (answers += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  const until = async (text: string) => {
    while (!answers.includes(text)) await setTimeout(5);
  };
  const startup = Buffer.concat([int32(196608), text("user"), text("postgres"), Buffer.from([0])]);
  socket.write(Buffer.concat([int32(startup.length + 4), startup]));
  await until("Z\0\0\0\x05I");
  return { socket, answers: () => answers, until };
}

async function plainClient(): Promise<pg.Client> {
  const client = new pg.Client({ host: folder, user: "postgres", database: "postgres" });
  await client.connect();
  return client;
}

test("a statement that comes in pieces is never bound to another client's", async () => {
  const other = await plainClient();
  const { socket, answers, until } = await rawClient();
  socket.write(PARSE);
  // Parse complete: the unnamed statement is this client's.
  await until("1\0\0\0\x04");
  const asked = other.query<{ sum: number }>("SELECT $1::int + $2::int AS sum", [1, 2]);
  await setTimeout(50);
  socket.write(Buffer.concat([BIND, EXECUTE, SYNC]));
  await until("came whole");
  expect(answers()).toContain("this came whole");
  expect((await asked).rows).toEqual([{ sum: 3 }]);
  socket.destroy();
  await other.end();
});

test("whoever goes away in the middle of a statement holds up nobody", async () => {
  const other = await plainClient();
  const { socket, until } = await rawClient();
  socket.write(PARSE);
  await until("1\0\0\0\x04");
  const asked = other.query<{ one: number }>("SELECT $1::int AS one", [1]);
  await setTimeout(50);
  socket.destroy();
  expect((await asked).rows).toEqual([{ one: 1 }]);
  await other.end();
});
