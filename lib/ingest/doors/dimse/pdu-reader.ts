import { Buffer } from "node:buffer";
import { PDU, PduError } from "./pdu";

export interface Pdu {
  type: number;
  body: Buffer;
}

/** A presentation data value: a fragment of a command or of a data set (PS3.8 9.3.5.1). */
export interface Pdv {
  contextId: number;
  isCommand: boolean;
  isLast: boolean;
  bytes: Buffer;
}

const HEAD_BYTES = 6;
/** Association PDUs are a few kilobytes; a peer that proposes every SOP class with every syntax needs some more. */
const MOST_CONTROL_BYTES = 256 * 1024;

/**
 * Cuts a connection into PDUs. It pulls: while nobody asks for the next one, nothing is read from the socket, so a
 * slow disk slows its sender and no memory fills.
 */
export class PduReader {
  private readonly chunks: Buffer[] = [];
  private have = 0;
  private readonly source: AsyncIterator<Buffer>;
  private pdvs: Pdv[] = [];

  /** @param mostDataBytes longest P-DATA-TF that is taken */
  constructor(
    source: AsyncIterable<Buffer>,
    private readonly mostDataBytes: number,
  ) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next PDU; null at the connection's end. @throws PduError for an unknown or oversized one */
  async next(): Promise<Pdu | null> {
    if (!(await this.fill(HEAD_BYTES))) {
      if (this.have > 0) throw new PduError("the connection ended within a PDU");
      return null;
    }
    const head = this.take(HEAD_BYTES);
    const type = head.readUInt8(0);
    const length = head.readUInt32BE(2);
    if (type < PDU.associateRequest || type > PDU.abort) throw new PduError("unknown PDU type");
    if (length > (type === PDU.data ? this.mostDataBytes : MOST_CONTROL_BYTES))
      throw new PduError("the PDU is longer than agreed");
    if (!(await this.fill(length))) throw new PduError("the connection ended within a PDU");
    return { type, body: this.take(length) };
  }

  /** The next fragment; what else comes instead of data (release, abort, the end) is returned as it is. */
  async nextPdv(): Promise<Pdv | Pdu | null> {
    while (this.pdvs.length === 0) {
      const pdu = await this.next();
      if (pdu?.type !== PDU.data) return pdu;
      this.pdvs = readPdvs(pdu.body);
    }
    return this.pdvs.shift() ?? null;
  }

  private async fill(length: number): Promise<boolean> {
    while (this.have < length) {
      const { done, value } = await this.source.next();
      if (done) return false;
      this.chunks.push(value);
      this.have += value.length;
    }
    return true;
  }

  private take(length: number): Buffer {
    const taken: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      const chunk = this.chunks.shift();
      if (!chunk) break;
      taken.push(chunk.subarray(0, missing));
      if (chunk.length > missing) this.chunks.unshift(chunk.subarray(missing));
      missing -= Math.min(chunk.length, missing);
    }
    this.have -= length;
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
  }
}

function readPdvs(body: Buffer): Pdv[] {
  const found: Pdv[] = [];
  let at = 0;
  while (at < body.length) {
    if (at + 6 > body.length) throw new PduError("a PDV is cut");
    const length = body.readUInt32BE(at);
    if (length < 2 || at + 4 + length > body.length) throw new PduError("a PDV is longer than its PDU");
    const control = body.readUInt8(at + 5);
    found.push({
      contextId: body.readUInt8(at + 4),
      isCommand: (control & 1) === 1,
      isLast: (control & 2) === 2,
      bytes: body.subarray(at + 6, at + 4 + length),
    });
    at += 4 + length;
  }
  return found;
}
