import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { mkdirSync, readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { POST as storeAny } from "@/app/dicomweb/studies/route";
import { POST as storeOne } from "@/app/dicomweb/studies/[uid]/route";
import { type Actor, systemActor } from "@/lib/access/actor";
import { createApiToken } from "@/lib/access/create-api-token";
import { disableUser } from "@/lib/access/disable-user";
import { giveGrant } from "@/lib/access/give-grant";
import { revokeApiToken } from "@/lib/access/revoke-api-token";
import { revokeGrant } from "@/lib/access/revoke-grant";
import { holding, type TwoSites, writePerson, writeTwoSites } from "@/lib/access/testing/two-sites-store";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { storeInstances } from "@/lib/ingest/store-instances";
import { dicomBody, multipartParts } from "@/lib/ingest/doors/multipart";
import { multipartBody } from "@/lib/ingest/testing/multipart-body";
import { canMount, fillUp, mountSmall } from "@/lib/ingest/testing/small-disk";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";

const ROOT = "1.2.826.0.1.3680043.9.7.1";
const MR = "1.2.840.10008.5.1.4.1.1.4";
const system = systemActor("test");
let database: TestDatabase;
let sites: TwoSites;
let server: Server;
let token: string;
let manager: Actor;
let next = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  sites = await writeTwoSites();
  await writePerson("administrator", ["admin"]);
  ({ manager, token } = await newManager());
  server = createServer((incoming, answer) => {
    void serve(incoming).then(async (response) => {
      answer.writeHead(response.status, Object.fromEntries(response.headers));
      answer.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.stop();
});

/** As Next hands a request on: the socket's stream as the body. */
function serve(incoming: IncomingMessage): Promise<Response> {
  const url = new URL(incoming.url ?? "/", "http://ariane.test");
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  const request = new NextRequest(url, { method: "POST", headers, body, duplex: "half" });
  const uid = /^\/dicomweb\/studies\/(.+)$/.exec(url.pathname)?.[1];
  return uid === undefined
    ? storeAny(request, { params: Promise.resolve({}) })
    : storeOne(request, { params: Promise.resolve({ uid: decodeURIComponent(uid) }) });
}

async function newManager() {
  next += 1;
  const person = await writePerson(`manager ${next}`, ["dataManager", "admin"]);
  const grant = await giveGrant(system, {
    userId: person.userId,
    scope: { kind: "network" },
    level: "browse",
    purpose: "test",
    trueDates: false,
    expiresAt: null,
  });
  const able = holding(person, "browse", "network");
  const made = await createApiToken(able, { siteId: sites.ours.siteId, name: "PACS", days: 30 });
  return { manager: able, token: made.token, tokenId: made.tokenId, grantId: grant.grantId };
}

interface Sent {
  path?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | Readable;
  bearer?: string | null;
}

/** Sends by a real connection. */
function send({ path = "", headers = {}, body = Buffer.alloc(0), bearer = token }: Sent) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; json: unknown }>(
    (resolve, reject) => {
      const sent = httpRequest(
        {
          port,
          host: "127.0.0.1",
          method: "POST",
          path: `/dicomweb/studies${path}`,
          headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            const json: unknown = text === "" ? null : JSON.parse(text);
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, json });
          });
        },
      );
      sent.on("error", reject);
      if (body instanceof Readable) body.pipe(sent);
      else sent.end(body);
    },
  );
}

function sendParts(parts: readonly Uint8Array[], more: Sent = {}) {
  const { contentType, body } = multipartBody(parts);
  return send({ body, ...more, headers: { "content-type": contentType, ...more.headers } });
}

const own = (study: number, slice = 1) =>
  syntheticInstance({ patientId: `STOW-${study}`, study: String(study), serial: "88001", slice });
const reference = (study: number, slice = 1) => ({
  "00081150": { vr: "UI", Value: [MR] },
  "00081155": { vr: "UI", Value: [`${ROOT}.${study}.1.${slice}`] },
});
const failure = (reason: number) => ({ "00081197": { vr: "US", Value: [reason] } });
const sequence = (...items: object[]) => ({ vr: "SQ", Value: items });

async function account(runId: unknown) {
  const run = await db().ingestRun.findUniqueOrThrow({
    where: { id: String(runId) },
    include: { outcomes: { orderBy: { reason: "asc" } } },
  });
  return {
    door: run.door,
    userId: run.userId,
    siteId: run.siteId,
    isClosed: run.finishedAt !== null,
    counts: [run.received, run.waiting, run.stored, run.duplicate, run.quarantined, run.refused],
    reasons: run.outcomes.map(({ reason, count }) => `${reason} ${count}`),
  };
}

describe("storing", () => {
  test("a multipart request is durable when it is answered, and its objects get their fates", async () => {
    const answer = await sendParts([own(100, 1), own(100, 2), own(100, 1)]);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/dicom+json");
    expect(answer.json).toEqual({
      "00081199": sequence(reference(100, 1), reference(100, 2), reference(100, 1)),
    });
    const runId = answer.headers["ariane-delivery"];
    expect(await account(runId)).toEqual({
      door: "stow",
      userId: manager.userId,
      siteId: sites.ours.siteId,
      isClosed: true,
      counts: [3, 3, 0, 0, 0, 0],
      reasons: [],
    });
    await settleSpool(system);
    expect((await account(runId)).counts).toEqual([3, 0, 2, 1, 0, 0]);
  });

  test("a single object is the whole body", async () => {
    const answer = await send({ body: own(101), headers: { "content-type": "application/dicom" } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ "00081199": sequence(reference(101)) });
  });

  test("some fail: each with its reason, and the account says the same", async () => {
    const dicomdir = syntheticInstance({ study: "102", sopClass: "1.2.840.10008.1.3.10" });
    const answer = await sendParts([own(102), Buffer.from("GIF89a no DICOM"), dicomdir, own(999)], {
      path: `/${ROOT}.102`,
    });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      "00081199": sequence(reference(102)),
      "00081198": sequence(
        {
          "00081150": { vr: "UI", Value: ["1.2.840.10008.1.3.10"] },
          "00081155": { vr: "UI", Value: [`${ROOT}.102.1.1`] },
          ...failure(0x0122),
        },
        { ...reference(999), ...failure(0xa900) },
      ),
      "0008119A": sequence(failure(0xc000)),
    });
    const { counts, reasons } = await account(answer.headers["ariane-delivery"]);
    expect(counts).toEqual([4, 1, 0, 0, 0, 3]);
    expect(reasons).toEqual(["dicomdir 1", "not-dicom 1", "other-study 1"]);
  });

  test("all fail: 409", async () => {
    const answer = await sendParts([Buffer.from("<script>alert(1)</script>"), Buffer.alloc(0)]);
    expect(answer.status).toBe(409);
    expect(answer.json).toEqual({ "0008119A": sequence(failure(0xc000), failure(0xc000)) });
  });

  test("a UID that is a path is not told back, and names no file", async () => {
    const answer = await sendParts([syntheticInstance({ study: "103", instance: "../../../etc/passwd" })]);
    expect(answer.status).toBe(409);
    expect(answer.json).toEqual({ "0008119A": sequence(failure(0xc000)) });
  });
});

describe("a body that is not what it should be", () => {
  const multipart = { "content-type": multipartBody([]).contentType };
  it.each([
    ["no boundary", 400, { "content-type": 'multipart/related; type="application/dicom"' }],
    [
      "a boundary that breaks lines",
      400,
      { "content-type": 'multipart/related; type="application/dicom"; boundary="' + "a".repeat(71) + '"' },
    ],
    ["a boundary that never comes", 400, multipart],
    ["metadata", 415, { "content-type": 'multipart/related; type="application/dicom+json"; boundary=x' }],
    ["a form", 415, { "content-type": "multipart/form-data; boundary=x" }],
    ["no type at all", 415, {}],
    ["a compressed body", 415, { ...multipart, "content-encoding": "gzip" }],
    ["XML wanted", 406, { ...multipart, accept: "application/dicom+xml" }],
    ["JSON refused", 406, { ...multipart, accept: "application/dicom+json;q=0" }],
  ])("%s: %i", async (_, status, headers) => {
    const runs = await db().ingestRun.count();
    const answer = await send({
      headers: headers as Record<string, string>,
      body: Buffer.from("anything at all"),
    });
    expect(answer.status).toBe(status);
    expect(await db().ingestRun.count()).toBe(runs);
  });

  test("cut within its second part: the first stays, and the answer says that something is missing", async () => {
    const { contentType, body } = multipartBody([own(110, 1), own(110, 2)]);
    const answer = await send({
      body: body.subarray(0, body.length - 200),
      headers: { "content-type": contentType },
    });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      "00081199": sequence(reference(110, 1)),
      "0008119A": sequence(failure(0xc000)),
    });
    expect((await account(answer.headers["ariane-delivery"])).counts).toEqual([1, 1, 0, 0, 0, 0]);
  });

  test("cut at every place of a small body: an object counts as received only when it came whole", async () => {
    const { contentType, body } = multipartBody([own(111)]);
    const whole = body.length - "\r\n--fil-d-ariane--\r\n".length;
    for (const length of [10, 40, 60, 80, 300, 900, whole - 1, whole, whole + 10]) {
      const answer = await send({ body: body.subarray(0, length), headers: { "content-type": contentType } });
      expect(answer.status, String(length)).toBe(400);
    }
    expect(await db().spoolItem.count({ where: { byteCount: { lt: 1000 } } })).toBe(0);
  });

  const site = () => ({ id: sites.ours.siteId, code: sites.ours.siteCode });
  const limits = { maxObjectBytes: 2 ** 20, maxParts: 50, maxBytes: 2 ** 24, idleMs: 60 };
  async function store(body: AsyncIterable<Uint8Array>, contentType: string, changed = {}) {
    const form = dicomBody(contentType);
    if (!form) throw new Error("not DICOM");
    return storeInstances(system, {
      site: site(),
      studyInstanceUid: null,
      form,
      body,
      limits: { ...limits, ...changed },
    });
  }
  async function* slowly(...chunks: Uint8Array[]) {
    yield* chunks;
    await new Promise((resolve) => setTimeout(resolve, 5_000).unref());
  }

  test("4 GB are announced and not sent: what came is read, and the wait has an end", async () => {
    const { contentType, body } = multipartBody([own(112)]);
    await expect(store(slowly(body.subarray(0, 500)), contentType)).rejects.toMatchObject({
      code: "invalid-input",
    });
    const two = multipartBody([own(112), own(112, 2)]);
    const outcome = await store(slowly(two.body.subarray(0, two.body.length - 300)), two.contentType);
    expect(outcome).toMatchObject({ received: [{}], otherFailures: [0xc000] });
  });

  test("10,000 parts end at the limit, and what came before stays", async () => {
    const { contentType, body } = multipartBody(Array.from({ length: 10_000 }, () => Buffer.from("x")));
    const outcome = await store(Readable.from([body]), contentType);
    expect(outcome.otherFailures).toHaveLength(51);
    expect((await account(outcome.runId)).counts).toEqual([50, 0, 0, 0, 0, 50]);
  });

  test("an object beyond the limit is refused, and the next one is taken", async () => {
    const { contentType, body } = multipartBody([own(113, 1), own(113, 2)]);
    const large = Buffer.concat([own(113, 3), Buffer.alloc(2 ** 20)]);
    const mixed = multipartBody([large, own(113, 4)]);
    const outcome = await store(chunks(mixed.body), mixed.contentType);
    expect(outcome).toMatchObject({ received: [{}], failed: [{ failure: 0x0110 }] });
    expect((await account(outcome.runId)).reasons).toEqual(["too-large 1"]);
    await expect(store(chunks(body), contentType, { maxBytes: 400 })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  test("the body is read no faster than it is kept", async () => {
    let given = 0;
    async function* endless() {
      yield Buffer.from(`--b\r\nContent-Type: application/dicom\r\n\r\n`);
      for (; given < 200; given++) yield Buffer.alloc(65_536);
      yield Buffer.from("\r\n--b--\r\n");
    }
    const form = dicomBody('multipart/related; type="application/dicom"; boundary=b');
    if (form?.kind !== "multipart") throw new Error("not multipart");
    for await (const part of multipartParts(endless(), form.boundary)) {
      for await (const chunk of part) {
        expect(chunk.length).toBeGreaterThan(0);
        await new Promise((resolve) => setImmediate(resolve));
        expect(given).toBeLessThan(8);
        break;
      }
      break;
    }
  });

  async function* chunks(body: Uint8Array) {
    for (let at = 0; at < body.length; at += 1000) yield body.subarray(at, at + 1000);
  }
});

describe("a full store", () => {
  const full = failure(0xa700);

  test("with less room than must stay free, nothing is received: 507, with the reason for each", async () => {
    overrideEnv({ ARIANE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
    try {
      const answer = await sendParts([own(140, 1), own(140, 2)]);
      expect(answer.status).toBe(507);
      expect(answer.json).toEqual({
        "00081198": sequence({ ...reference(140, 1), ...full }, { ...reference(140, 2), ...full }),
      });
      expect(await account(answer.headers["ariane-delivery"])).toMatchObject({
        isClosed: true,
        counts: [0, 0, 0, 0, 0, 0],
      });
      const single = await send({ body: own(140), headers: { "content-type": "application/dicom" } });
      expect(single.status).toBe(507);
      // One that could not be taken in any case has its own reason beside it.
      const mixed = await sendParts([own(140), Buffer.from("no DICOM")]);
      expect(mixed.status).toBe(409);
    } finally {
      overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    }
    expect((await sendParts([own(140)])).status).toBe(200);
  });

  test.skipIf(!canMount())("with a disk that fills under the request: 202, then 507, then 200", async () => {
    await settleSpool(system);
    const objects = join(database.dataDir, "objects");
    const unmount = mountSmall(objects);
    // Folders that the store knows to be there.
    for (const folder of ["held", "instances"]) mkdirSync(join(objects, folder));
    const held = () => readdirSync(join(objects, "held"));
    try {
      const large = syntheticInstance({ study: "141", slice: 2, size: 1100 });
      expect(large.length).toBeGreaterThan(2 ** 21);
      const some = await sendParts([own(141, 1), large, own(141, 3)]);
      expect(some.status).toBe(202);
      expect(some.json).toEqual({
        "00081199": sequence(reference(141, 1), reference(141, 3)),
        "00081198": sequence({ ...reference(141, 2), ...full }),
      });
      expect((await account(some.headers["ariane-delivery"])).counts).toEqual([2, 2, 0, 0, 0, 0]);
      const makeRoom = fillUp(objects);
      const none = await sendParts([large]);
      expect(none.status).toBe(507);
      expect((await account(none.headers["ariane-delivery"])).counts).toEqual([0, 0, 0, 0, 0, 0]);
      // Nothing is left of what did not fit.
      expect(readdirSync(objects).filter((name) => name.includes(".tmp-"))).toEqual([]);
      expect(held()).toHaveLength(2);
      makeRoom();
      expect((await sendParts([own(141, 4)])).status).toBe(200);
      await settleSpool(system);
      expect(held()).toEqual([]);
    } finally {
      unmount?.();
    }
  });
});

describe("addresses", () => {
  it.each([
    "..%2F..%2Fetc",
    "1.2.3%00",
    "1.2.3%0d%0aSet-Cookie:%20a=b",
    "1..2",
    "01.2",
    `1.${"2".repeat(64)}`,
    "abc",
  ])("%s is no study: 400", async (uid) => {
    const answer = await sendParts([own(120)], { path: `/${uid}` });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json)).not.toContain("etc");
  });
});

describe("tokens", () => {
  const give = (bearer: string | null, headers = {}) => sendParts([own(130)], { bearer, headers });

  test("none, a wrong one, one of another form and a cookie open nothing", async () => {
    for (const bearer of [null, `ari_${"A".repeat(43)}`, "x", `${token}x`]) {
      const answer = await give(bearer, { cookie: "next-auth.session-token=x" });
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toContain("Bearer");
    }
  });

  test("a revoked token, a disabled owner, a lost grant, a lost role are felt at once", async () => {
    const revoked = await newManager();
    expect((await give(revoked.token)).status).toBe(200);
    await revokeApiToken(revoked.manager, revoked.tokenId);
    expect((await give(revoked.token)).status).toBe(401);

    const disabled = await newManager();
    await disableUser(system, disabled.manager.userId);
    expect((await give(disabled.token)).status).toBe(401);

    const ungranted = await newManager();
    await revokeGrant(system, ungranted.grantId);
    expect((await give(ungranted.token)).status).toBe(403);

    const demoted = await newManager();
    await db().user.update({ where: { id: demoted.manager.userId }, data: { roles: ["admin"] } });
    expect((await give(demoted.token)).status).toBe(403);

    const expired = await newManager();
    await db().apiToken.update({ where: { id: expired.tokenId }, data: { expiresAt: new Date(0) } });
    expect((await give(expired.token)).status).toBe(401);
  });

  test("its use is dated, and only its hash is kept", async () => {
    const made = await newManager();
    await give(made.token);
    const row = await db().apiToken.findUniqueOrThrow({ where: { id: made.tokenId } });
    expect(row.lastUsedAt).not.toBeNull();
    expect(row.tokenHash).toHaveLength(32);
    expect(JSON.stringify(await db().auditEvent.findMany())).not.toContain(made.token);
  });

  test("guessing is stopped, and a sender with an old token does not stop its neighbours", async () => {
    const old = `ari_${"B".repeat(43)}`;
    const from = (address: string) => ({ "x-forwarded-for": `10.0.0.1, ${address}` });
    for (let i = 0; i < 20; i++) expect((await give(old, from("192.0.2.9"))).status).toBe(401);
    expect((await give(old, from("192.0.2.9"))).status).toBe(429);
    expect((await give(token, from("192.0.2.9"))).status).toBe(200);
  });
});
