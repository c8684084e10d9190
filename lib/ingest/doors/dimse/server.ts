import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from "@/lib/dicom/write";
import { log } from "@/lib/platform/log";
import { negotiate } from "./negotiate";
import { associateAccept, associateReject, PDU, readAssociation, type Rejection } from "./pdu";
import { PduReader } from "./pdu-reader";
import { serveSession, type SessionEnd, type SessionWork } from "./session";

/** What the longest P-DATA-TF may be. */
const MAX_PDU_BYTES = 256 * 1024;

/** A peer that was let in, and what is done with what it sends. */
export interface Admitted {
  peerId: string;
  work: SessionWork;
  /** Called once, however the association ended. */
  end(how: SessionEnd): Promise<void>;
}

export interface ReceiverOptions {
  host: string;
  port: number;
  aeTitle: string;
  tls: { key: string; cert: string; ca: string } | null;
  maxObjectBytes: number;
  maxAssociations: number;
  maxAssociationsPerPeer: number;
  /** How long a peer may be silent before its first PDU (ARTIM, PS3.8 9.1.5) and between two. */
  requestTimeoutMs: number;
  idleTimeoutMs: number;
  /** Decides about a calling peer; null refuses it. */
  admit(calling: { aeTitle: string; address: string; certificate: string | null }): Promise<Admitted | null>;
}

export interface Receiver {
  /** The port that it listens on. */
  port: number;
  associations(): number;
  /** Ends the listening, lets associations finish for a while, then cuts them. */
  close(graceMs: number): Promise<void>;
}

/** Listens for associations: verification, storage and storage commitment as provider; no query, no retrieve. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const open = new Map<Socket, string | null>();
  const serve = (socket: Socket) => {
    open.set(socket, null);
    // Whatever happens to one connection must not touch the others.
    socket.on("error", () => socket.destroy());
    void serveConnection(socket, options, open)
      .catch((error: unknown) => {
        log.warn({ name: error instanceof Error ? error.name : "unknown" }, "association failed");
      })
      .finally(() => {
        open.delete(socket);
        socket.destroySoon();
      });
  };
  const server = options.tls ? tlsServer(options.tls, serve) : createTcpServer(serve);
  // A connection beyond twice the associations is not even read.
  server.maxConnections = options.maxAssociations * 2;
  server.listen(options.port, options.host);
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    associations: () => [...open.values()].filter((peer) => peer !== null).length,
    close: (graceMs) => closeServer(server, open, graceMs),
  };
}

function tlsServer(
  { key, cert, ca }: { key: string; cert: string; ca: string },
  serve: (socket: Socket) => void,
): Server {
  const secure = {
    key: readFileSync(key),
    cert: readFileSync(cert),
    ca: readFileSync(ca),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    handshakeTimeout: 10_000,
  } as const;
  const server = createTlsServer(secure, serve);
  server.on("tlsClientError", (_, socket) => socket.destroy());
  return server;
}

async function closeServer(server: Server, open: Map<Socket, unknown>, graceMs: number): Promise<void> {
  server.close();
  const until = Date.now() + graceMs;
  while (open.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const socket of open.keys()) socket.destroy();
  while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function serveConnection(
  socket: Socket,
  options: ReceiverOptions,
  open: Map<Socket, string | null>,
): Promise<void> {
  socket.setNoDelay(true);
  socket.setTimeout(options.requestTimeoutMs, () => socket.destroy());
  const reader = new PduReader(socket as AsyncIterable<Buffer>, MAX_PDU_BYTES);
  const send = async (bytes: Buffer) => {
    if (!socket.write(bytes) && !socket.destroyed)
      await Promise.race([once(socket, "drain"), once(socket, "close")]);
  };
  const first = await reader.next();
  if (first?.type !== PDU.associateRequest) return;
  const request = readAssociation(first.body);
  const reject = (why: Rejection) => send(associateReject(why));
  if (request.calledTitle !== options.aeTitle) return reject("calledTitle");
  const peers = [...open.values()].filter((peer) => peer !== null);
  if (peers.length >= options.maxAssociations) return reject("limit");
  const admitted = await options
    .admit({
      aeTitle: request.callingTitle,
      address: socket.remoteAddress ?? "",
      certificate: certificateOf(socket),
    })
    .catch(() => "unavailable" as const);
  if (admitted === "unavailable") return reject("unavailable");
  if (admitted === null) return reject("callingTitle");
  if (peers.filter((peer) => peer === admitted.peerId).length >= options.maxAssociationsPerPeer)
    return reject("limit");
  open.set(socket, admitted.peerId);

  const { results, abstractSyntaxes, roles } = negotiate(request);
  await send(
    associateAccept(request, results, roles, {
      classUid: IMPLEMENTATION_CLASS_UID,
      versionName: IMPLEMENTATION_VERSION_NAME,
      maxPduBytes: MAX_PDU_BYTES,
    }),
  );
  socket.setTimeout(options.idleTimeoutMs);
  const contexts = new Map(
    results.flatMap(({ id, result, transferSyntax }) => {
      const abstractSyntax = abstractSyntaxes.get(id);
      return result === 0 && abstractSyntax !== undefined ? [[id, { abstractSyntax, transferSyntax }]] : [];
    }),
  );
  let how: SessionEnd = "lost";
  try {
    how = await serveSession({
      reader,
      send,
      contexts,
      peerMaxPduBytes: request.maxPduBytes,
      maxObjectBytes: options.maxObjectBytes,
      work: admitted.work,
    });
  } finally {
    await admitted.end(how);
  }
}

function certificateOf(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket)) return null;
  const { fingerprint256 } = socket.getPeerCertificate();
  return fingerprint256 ? fingerprint256.replaceAll(":", "").toLowerCase() : null;
}
