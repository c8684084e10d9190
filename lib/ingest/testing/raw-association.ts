import { createConnection, type Socket } from "node:net";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { IMPLEMENTATION_CLASS_UID } from "@/lib/dicom/write";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import { associateRequest, dataPdus, PDU } from "../doors/dimse/pdu";
import { storeCommand } from "./store-command";
import { type SyntheticInstance, syntheticInstance } from "./synthetic-instance";

export const MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";

/** Waits until something is so. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A connection that says what it is told. */
export interface RawConnection {
  socket: Socket;
  /** All that came, once it is closed. */
  ended: Promise<Buffer>;
  /** Waits for so many bytes. */
  came(bytes: number): Promise<void>;
}

/** Connects to a receiver of this machine, and says nothing yet. */
export function openRaw(port: number): RawConnection {
  const socket = createConnection(port, "127.0.0.1");
  const parts: Buffer[] = [];
  socket.on("data", (bytes) => parts.push(bytes));
  socket.on("error", () => undefined);
  const ended = new Promise<Buffer>((resolve) => {
    socket.on("close", () => {
      resolve(Buffer.concat(parts));
    });
  });
  const came = (bytes: number) => until(() => parts.reduce((sum, part) => sum + part.length, 0) >= bytes);
  return { socket, ended, came };
}

/** An A-ASSOCIATE-RQ with one presentation context, explicit little endian. */
export function associate(callingTitle = "PACS", calledTitle = "ARIANE", abstractSyntax = MR_IMAGE): Buffer {
  const contexts = [{ id: 1, abstractSyntax, transferSyntaxes: [TRANSFER_SYNTAX.explicitLittleEndian] }];
  const own = { classUid: IMPLEMENTATION_CLASS_UID, versionName: "TEST", maxPduBytes: 16_384 };
  return associateRequest({ calledTitle, callingTitle, contexts, roles: [] }, own);
}

/** Sends one object whole. @returns the response's status, and whether the association went on */
export async function storeRaw(
  port: number,
  sopClass: string,
  sopInstance: string,
  data: Buffer,
  commandField?: number,
) {
  const connection = openRaw(port);
  connection.socket.write(associate());
  await connection.came(100);
  for (const [isCommand, bytes] of [
    [true, storeCommand(sopClass, sopInstance, commandField)] as const,
    [false, data] as const,
  ])
    for (const pdu of dataPdus(1, isCommand, bytes, 16_384)) connection.socket.write(pdu);
  connection.socket.write(Buffer.from([PDU.releaseRequest, 0, 0, 0, 0, 4, 0, 0, 0, 0]));
  const answer = await connection.ended;
  // (0000,0900), two bytes.
  const at = answer.indexOf(Buffer.from([0, 0, 0, 9, 2, 0, 0, 0]));
  return { status: answer.readUInt16LE(at + 8), released: answer[answer.length - 10] === PDU.releaseReply };
}

/** The data set alone of a synthetic image, as a C-STORE request carries it. */
export function dataSetOf(given: SyntheticInstance): { uid: string; data: Buffer } {
  const file = Buffer.from(syntheticInstance(given));
  const uid = parseDicom(file).dataset.uid(TAG.SOPInstanceUID) ?? "";
  // Preamble, prefix, the group's length element, and what it counts.
  return { uid, data: file.subarray(144 + file.readUInt32LE(140)) };
}

/** The sums of all deliveries. */
export async function accountOfAll() {
  const sums = { received: true, waiting: true, stored: true, duplicate: true, refused: true } as const;
  const { _sum } = await db().ingestRun.aggregate({ _sum: { ...sums, quarantined: true } });
  const counts = Object.fromEntries(Object.entries(_sum).map(([name, sum]) => [name, sum ?? 0]));
  return {
    ...counts,
    received: _sum.received ?? 0,
    refused: _sum.refused ?? 0,
    stored: _sum.stored ?? 0,
    duplicate: _sum.duplicate ?? 0,
    spooled: await db().spoolItem.count(),
  };
}

/** How many sealed objects lie in the store. */
export async function heldObjects(): Promise<number> {
  let count = 0;
  for await (const key of objectStore().list("held")) count += Number(key.length > 0);
  return count;
}
