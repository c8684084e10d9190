import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { NextRequest } from "next/server";
import { POST as storeAny } from "@/app/dicomweb/studies/route";
import { POST as storeOne } from "@/app/dicomweb/studies/[uid]/route";
import { systemActor } from "@/lib/access/actor";
import { createApiToken } from "@/lib/access/create-api-token";
import { giveGrant } from "@/lib/access/give-grant";
import { holding, writePerson, writeTwoSites } from "@/lib/access/testing/two-sites-store";
import { multipartBody } from "@/lib/ingest/testing/multipart-body";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";

export const ROOT = "1.2.826.0.1.3680043.9.7.1";
const MR = "1.2.840.10008.5.1.4.1.1.4";

export type StowServer = Awaited<ReturnType<typeof startStowServer>>;

/** The STOW-RS routes behind a real socket, with two sites and a data manager whose token sends to ours. */
export async function startStowServer() {
  const database = await testDatabase();
  await migrateQueue();
  const sites = await writeTwoSites();
  await writePerson("administrator", ["admin"]);
  let people = 0;

  async function newManager() {
    people += 1;
    const person = await writePerson(`manager ${people}`, ["dataManager", "admin"]);
    const grant = await giveGrant(systemActor("test"), {
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

  const { manager, token } = await newManager();
  const server = createServer((incoming, answer) => {
    void serve(incoming).then(async (response) => {
      answer.writeHead(response.status, Object.fromEntries(response.headers));
      answer.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const send = (sent: Sent) => sendTo(port, { bearer: token, ...sent });
  return {
    database,
    sites,
    manager,
    token,
    newManager,
    send,
    sendParts(parts: readonly Uint8Array[], more: Sent = {}) {
      const { contentType, body } = multipartBody(parts);
      return send({ body, ...more, headers: { "content-type": contentType, ...more.headers } });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.stop();
    },
  };
}

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

export interface Sent {
  path?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | Readable;
  bearer?: string | null;
}

/** Sends by a real connection. */
function sendTo(port: number, { path = "", headers = {}, body = Buffer.alloc(0), bearer = null }: Sent) {
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

/** One object of a study of its own. */
export const own = (study: number, slice = 1) =>
  syntheticInstance({ patientId: `STOW-${study}`, study: String(study), serial: "88001", slice });
/** How an answer names it. */
export const reference = (study: number, slice = 1) => ({
  "00081150": { vr: "UI", Value: [MR] },
  "00081155": { vr: "UI", Value: [`${ROOT}.${study}.1.${slice}`] },
});
export const failure = (reason: number) => ({ "00081197": { vr: "US", Value: [reason] } });
export const sequence = (...items: object[]) => ({ vr: "SQ", Value: items });

/** What is accounted of a delivery. */
export async function account(runId: unknown) {
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
