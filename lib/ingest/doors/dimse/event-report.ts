import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Dataset } from "@/lib/dicom/dataset";
import { elementOf, groupOf } from "@/lib/dicom/tags";
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from "@/lib/dicom/write";
import { COMMAND, readCommand, writeEventReport } from "./command";
import { STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE } from "./negotiate";
import { associateRequest, dataPdus, PDU, PduError, readAssociation, releaseRequest } from "./pdu";
import { PduReader } from "./pdu-reader";

const MAX_PDU_BYTES = 64 * 1024;
const TIMEOUT_MS = 30_000;
const CONTEXT_ID = 1;
const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

export interface ReportTarget {
  host: string;
  port: number;
  calledTitle: string;
  callingTitle: string;
  tls: { key: string; cert: string; ca: string } | null;
}

/**
 * Sends one N-EVENT-REPORT of the Storage Commitment Push Model on an association of its own (PS3.4 J.3.3), in the
 * role of its provider.
 * @param eventType 1 all committed, 2 failures exist
 * @throws when the peer cannot be reached, does not accept, or answers with another status than success
 */
export async function sendEventReport(
  target: ReportTarget,
  eventType: 1 | 2,
  dataset: Dataset,
): Promise<void> {
  const socket = connect(target);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
  try {
    await once(socket, target.tls ? "secureConnect" : "connect");
    await report(socket, target, eventType, encodeImplicit(dataset));
  } finally {
    socket.destroySoon();
  }
}

function connect({ host, port, tls }: ReportTarget): Socket {
  if (!tls) return connectTcp(port, host);
  return connectTls({
    host,
    port,
    key: readFileSync(tls.key),
    cert: readFileSync(tls.cert),
    ca: readFileSync(tls.ca),
    // Peers are named by address; the authority is the network's own.
    checkServerIdentity: () => undefined,
  });
}

async function report(
  socket: Socket,
  { calledTitle, callingTitle }: ReportTarget,
  eventType: 1 | 2,
  dataset: Buffer,
): Promise<void> {
  const reader = new PduReader(socket as AsyncIterable<Buffer>, MAX_PDU_BYTES);
  const contexts = [
    { id: CONTEXT_ID, abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT_LITTLE_ENDIAN] },
  ];
  const roles = [{ sopClass: STORAGE_COMMITMENT, scu: false, scp: true }];
  const own = {
    classUid: IMPLEMENTATION_CLASS_UID,
    versionName: IMPLEMENTATION_VERSION_NAME,
    maxPduBytes: MAX_PDU_BYTES,
  };
  socket.write(associateRequest({ calledTitle, callingTitle, contexts, roles }, own));
  const answer = await reader.next();
  if (answer?.type !== PDU.associateAccept) throw new PduError("the peer does not accept the association");
  const { accepted, maxPduBytes } = readAssociation(answer.body);
  if (!accepted.some(({ id, result }) => id === CONTEXT_ID && result === 0))
    throw new PduError("the peer does not accept storage commitment reports");
  const command = writeEventReport(STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE, eventType, 1);
  for (const pdu of [
    ...dataPdus(CONTEXT_ID, true, command, maxPduBytes),
    ...dataPdus(CONTEXT_ID, false, dataset, maxPduBytes),
  ])
    socket.write(pdu);

  const parts: Buffer[] = [];
  for (;;) {
    const pdv = await reader.nextPdv();
    if (pdv === null || "type" in pdv) throw new PduError("the peer ended the association");
    parts.push(pdv.bytes);
    if (pdv.isLast) break;
  }
  const response = readCommand(Buffer.concat(parts));
  if (response?.commandField !== COMMAND.eventReportResponse || response.status !== 0)
    throw new PduError("the peer did not take the report");
  socket.write(releaseRequest());
  await reader.next();
}

/** A data set in implicit little endian, which every application entity reads (PS3.5 10.1). */
export function encodeImplicit(dataset: Dataset): Buffer {
  const parts = [...dataset.elements]
    .filter(([tag]) => elementOf(tag) !== 0)
    .sort(([a], [b]) => a - b)
    .map(([tag, { items, bytes, vr }]) => {
      const value = items
        ? Buffer.concat(items.map((each) => encoded(0xfffe, 0xe000, encodeImplicit(each))))
        : padded(bytes ?? new Uint8Array(), vr);
      return encoded(groupOf(tag), elementOf(tag), value);
    });
  return Buffer.concat(parts);
}

function encoded(group: number, element: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(element, 2);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}

function padded(bytes: Uint8Array, vr: string): Buffer {
  if (bytes.length % 2 === 0) return Buffer.from(bytes);
  return Buffer.concat([bytes, Buffer.from(vr === "UI" || vr === "OB" ? "\0" : " ")]);
}
