import { Buffer } from "node:buffer";

/** Protocol data units of the DICOM upper layer (PS3.8 9.3), as far as a storage provider speaks them. */
export const PDU = {
  associateRequest: 0x01,
  associateAccept: 0x02,
  associateReject: 0x03,
  data: 0x04,
  releaseRequest: 0x05,
  releaseReply: 0x06,
  abort: 0x07,
} as const;

const APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
const TITLE_BYTES = 16;
const FIXED_BYTES = 68;

export interface ProposedContext {
  id: number;
  abstractSyntax: string;
  transferSyntaxes: string[];
}

export interface RoleSelection {
  sopClass: string;
  scu: boolean;
  scp: boolean;
}

export interface AssociationRequest {
  calledTitle: string;
  callingTitle: string;
  contexts: ProposedContext[];
  roles: RoleSelection[];
  /** The longest P-DATA-TF that the peer takes; 0 is any. */
  maxPduBytes: number;
}

/** The answer to one proposed context (PS3.8 9.3.3.2): 0 accepted, 3 abstract and 4 transfer syntaxes not supported. */
export interface ContextResult {
  id: number;
  result: 0 | 3 | 4;
  transferSyntax: string;
}

/** Bytes that are no association request: the connection is aborted. */
export class PduError extends Error {
  override readonly name = "PduError";
}

interface Item {
  type: number;
  body: Buffer;
}

function* items(bytes: Buffer, from: number): Generator<Item> {
  let at = from;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) throw new PduError("an item is cut");
    const length = bytes.readUInt16BE(at + 2);
    if (at + 4 + length > bytes.length) throw new PduError("an item is longer than its PDU");
    yield { type: bytes.readUInt8(at), body: bytes.subarray(at + 4, at + 4 + length) };
    at += 4 + length;
  }
}

const uidOf = (body: Buffer) => body.toString("latin1").replace(/[\0 ]+$/, "");
const titleOf = (body: Buffer) => body.toString("latin1").trim();

/** Reads the body of an A-ASSOCIATE-RQ or -AC (both have one form). @throws PduError */
export function readAssociation(body: Buffer): AssociationRequest & { accepted: ContextResult[] } {
  if (body.length < FIXED_BYTES) throw new PduError("the association PDU is cut");
  if ((body.readUInt16BE(0) & 1) === 0) throw new PduError("protocol version 1 is missing");
  const read: AssociationRequest & { accepted: ContextResult[] } = {
    calledTitle: titleOf(body.subarray(4, 4 + TITLE_BYTES)),
    callingTitle: titleOf(body.subarray(20, 20 + TITLE_BYTES)),
    contexts: [],
    roles: [],
    maxPduBytes: 0,
    accepted: [],
  };
  for (const { type, body: content } of items(body, FIXED_BYTES)) {
    if (type === 0x20) read.contexts.push(readContext(content));
    else if (type === 0x21) read.accepted.push(readResult(content));
    else if (type === 0x50) readUserInformation(content, read);
  }
  return read;
}

function readContext(body: Buffer): ProposedContext {
  if (body.length < 4) throw new PduError("a presentation context is cut");
  const context: ProposedContext = { id: body.readUInt8(0), abstractSyntax: "", transferSyntaxes: [] };
  for (const { type, body: content } of items(body, 4)) {
    if (type === 0x30) context.abstractSyntax = uidOf(content);
    else if (type === 0x40) context.transferSyntaxes.push(uidOf(content));
  }
  return context;
}

function readResult(body: Buffer): ContextResult {
  if (body.length < 4) throw new PduError("a presentation context is cut");
  const [syntax] = [...items(body, 4)].map(({ body: content }) => uidOf(content));
  return {
    id: body.readUInt8(0),
    result: body.readUInt8(2) === 0 ? 0 : 3,
    transferSyntax: syntax ?? "",
  };
}

function readUserInformation(body: Buffer, into: AssociationRequest): void {
  for (const { type, body: content } of items(body, 0)) {
    if (type === 0x51 && content.length >= 4) into.maxPduBytes = content.readUInt32BE(0);
    else if (type === 0x54 && content.length >= 4) {
      const length = content.readUInt16BE(0);
      if (content.length < length + 4) throw new PduError("a role selection is cut");
      into.roles.push({
        sopClass: uidOf(content.subarray(2, 2 + length)),
        scu: content.readUInt8(2 + length) === 1,
        scp: content.readUInt8(3 + length) === 1,
      });
    }
  }
}

function pdu(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
}

function item(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

const text = (value: string) => Buffer.from(value, "latin1");
const title = (value: string) => text(value.padEnd(TITLE_BYTES).slice(0, TITLE_BYTES));

export interface OwnImplementation {
  classUid: string;
  versionName: string;
  /** The longest P-DATA-TF that we take. */
  maxPduBytes: number;
}

function associationBody(
  called: string,
  calling: string,
  contexts: Buffer[],
  roles: readonly RoleSelection[],
  own: OwnImplementation,
): Buffer {
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed.writeUInt16BE(1, 0);
  title(called).copy(fixed, 4);
  title(calling).copy(fixed, 20);
  const longest = Buffer.alloc(4);
  longest.writeUInt32BE(own.maxPduBytes, 0);
  const role = ({ sopClass, scu, scp }: RoleSelection) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(sopClass.length, 0);
    return item(0x54, Buffer.concat([length, text(sopClass), Buffer.from([Number(scu), Number(scp)])]));
  };
  const user = [
    item(0x51, longest),
    item(0x52, text(own.classUid)),
    ...roles.map(role),
    item(0x55, text(own.versionName)),
  ];
  return Buffer.concat([
    fixed,
    item(0x10, text(APPLICATION_CONTEXT)),
    ...contexts,
    item(0x50, Buffer.concat(user)),
  ]);
}

/** A-ASSOCIATE-AC (PS3.8 9.3.3). */
export function associateAccept(
  request: AssociationRequest,
  results: readonly ContextResult[],
  roles: readonly RoleSelection[],
  own: OwnImplementation,
): Buffer {
  const contexts = results.map(({ id, result, transferSyntax }) =>
    item(0x21, Buffer.concat([Buffer.from([id, 0, result, 0]), item(0x40, text(transferSyntax))])),
  );
  return pdu(
    PDU.associateAccept,
    associationBody(request.calledTitle, request.callingTitle, contexts, roles, own),
  );
}

/** A-ASSOCIATE-RQ (PS3.8 9.3.2). */
export function associateRequest(
  { calledTitle, callingTitle, contexts, roles }: Omit<AssociationRequest, "maxPduBytes">,
  own: OwnImplementation,
): Buffer {
  const proposed = contexts.map(({ id, abstractSyntax, transferSyntaxes }) =>
    item(
      0x20,
      Buffer.concat([
        Buffer.from([id, 0, 0, 0]),
        item(0x30, text(abstractSyntax)),
        ...transferSyntaxes.map((syntax) => item(0x40, text(syntax))),
      ]),
    ),
  );
  return pdu(PDU.associateRequest, associationBody(calledTitle, callingTitle, proposed, roles, own));
}

/** Why an association is rejected (PS3.8 9.3.4): result, source, reason. */
export const REJECTION = {
  callingTitle: [1, 1, 3],
  calledTitle: [1, 1, 7],
  limit: [2, 3, 2],
  unavailable: [2, 3, 1],
} as const;
export type Rejection = keyof typeof REJECTION;

export function associateReject(why: Rejection): Buffer {
  return pdu(PDU.associateReject, Buffer.from([0, ...REJECTION[why]]));
}

export function releaseRequest(): Buffer {
  return pdu(PDU.releaseRequest, Buffer.alloc(4));
}

export function releaseReply(): Buffer {
  return pdu(PDU.releaseReply, Buffer.alloc(4));
}

/** A-ABORT by the service provider: 0 no reason given, 2 unexpected PDU, 6 invalid parameter. */
export function abort(reason: 0 | 2 | 6): Buffer {
  return pdu(PDU.abort, Buffer.from([0, 0, 2, reason]));
}

/** A message or its data set as P-DATA-TF PDUs that the peer takes. */
export function dataPdus(
  contextId: number,
  isCommand: boolean,
  bytes: Uint8Array,
  peerMaxPduBytes: number,
): Buffer[] {
  const most = Math.min(peerMaxPduBytes > 12 ? peerMaxPduBytes : 16_384, 65_536) - 6;
  const made: Buffer[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += most) {
    const part = bytes.subarray(from, from + most);
    const isLast = from + most >= bytes.length;
    const head = Buffer.alloc(6);
    head.writeUInt32BE(part.length + 2, 0);
    head.writeUInt8(contextId, 4);
    head.writeUInt8(Number(isCommand) | (Number(isLast) << 1), 5);
    made.push(pdu(PDU.data, Buffer.concat([head, part])));
  }
  return made;
}
