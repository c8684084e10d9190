import { Buffer } from "node:buffer";

/** Command fields (PS3.7 E.1-1). */
export const COMMAND = {
  storeRequest: 0x0001,
  storeResponse: 0x8001,
  echoRequest: 0x0030,
  echoResponse: 0x8030,
  eventReportRequest: 0x0100,
  eventReportResponse: 0x8100,
  actionRequest: 0x0130,
  actionResponse: 0x8130,
} as const;

/** Status codes (PS3.7 C, PS3.4 B.2.3). */
export const STATUS = {
  success: 0x0000,
  processingFailure: 0x0110,
  noSuchInstance: 0x0112,
  noSuchAction: 0x0123,
  invalidInstance: 0x0117,
  sopClassNotSupported: 0x0122,
  unrecognisedOperation: 0x0211,
  outOfResources: 0xa700,
  dataSetMismatch: 0xa900,
  cannotUnderstand: 0xc000,
} as const;

const ELEMENT = {
  affectedSopClass: 0x0002,
  requestedSopClass: 0x0003,
  commandField: 0x0100,
  messageId: 0x0110,
  messageIdRespondedTo: 0x0120,
  dataSetType: 0x0800,
  status: 0x0900,
  errorComment: 0x0902,
  affectedSopInstance: 0x1000,
  requestedSopInstance: 0x1001,
  eventType: 0x1002,
  actionType: 0x1008,
} as const;

const NO_DATA_SET = 0x0101;
const MOST_VALUE_BYTES = 16_384;

export interface Command {
  commandField: number;
  messageId: number;
  messageIdRespondedTo: number;
  hasDataSet: boolean;
  status: number;
  sopClass: string;
  sopInstance: string;
  actionType: number;
}

/** Reads a command set (group 0000, implicit little endian, PS3.7 6.3.1); null when it is not one. */
export function readCommand(bytes: Buffer): Command | null {
  const values = new Map<number, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length || bytes.readUInt16LE(at) !== 0) return null;
    const length = bytes.readUInt32LE(at + 4);
    if (length > MOST_VALUE_BYTES || at + 8 + length > bytes.length) return null;
    values.set(bytes.readUInt16LE(at + 2), bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  const number = (element: number) => {
    const value = values.get(element);
    return value && value.length >= 2 ? value.readUInt16LE(0) : undefined;
  };
  const uid = (element: number) =>
    values
      .get(element)
      ?.toString("latin1")
      .replace(/[\0 ]+$/, "");
  const commandField = number(ELEMENT.commandField);
  if (commandField === undefined) return null;
  return {
    commandField,
    messageId: number(ELEMENT.messageId) ?? 0,
    messageIdRespondedTo: number(ELEMENT.messageIdRespondedTo) ?? 0,
    hasDataSet: (number(ELEMENT.dataSetType) ?? NO_DATA_SET) !== NO_DATA_SET,
    status: number(ELEMENT.status) ?? 0,
    sopClass: uid(ELEMENT.affectedSopClass) ?? uid(ELEMENT.requestedSopClass) ?? "",
    sopInstance: uid(ELEMENT.affectedSopInstance) ?? uid(ELEMENT.requestedSopInstance) ?? "",
    actionType: number(ELEMENT.actionType) ?? 0,
  };
}

function element(number: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(number, 2);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function text(value: string, padding: string): Buffer {
  return Buffer.from(value.length % 2 === 1 ? value + padding : value, "latin1");
}

function commandSet(elements: readonly (readonly [number, Buffer])[]): Buffer {
  const body = Buffer.concat(
    [...elements].sort(([a], [b]) => a - b).map(([number, value]) => element(number, value)),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0x0000, length), body]);
}

/** The response to a request, without a data set. `comment` is ours, never a value of the request. */
export function writeResponse(request: Command, status: number, comment?: string): Buffer {
  return commandSet([
    [ELEMENT.affectedSopClass, text(request.sopClass, "\0")],
    [ELEMENT.commandField, short(request.commandField | 0x8000)],
    [ELEMENT.messageIdRespondedTo, short(request.messageId)],
    [ELEMENT.dataSetType, short(NO_DATA_SET)],
    [ELEMENT.status, short(status)],
    ...(comment ? ([[ELEMENT.errorComment, text(comment.slice(0, 64), " ")]] as const) : []),
    ...(request.sopInstance
      ? ([[ELEMENT.affectedSopInstance, text(request.sopInstance, "\0")]] as const)
      : []),
    ...(request.commandField === COMMAND.actionRequest
      ? ([[ELEMENT.actionType, short(request.actionType)]] as const)
      : []),
  ]);
}

/** N-EVENT-REPORT-RQ with a data set to follow. */
export function writeEventReport(
  sopClass: string,
  sopInstance: string,
  eventType: number,
  messageId: number,
): Buffer {
  return commandSet([
    [ELEMENT.affectedSopClass, text(sopClass, "\0")],
    [ELEMENT.commandField, short(COMMAND.eventReportRequest)],
    [ELEMENT.messageId, short(messageId)],
    [ELEMENT.dataSetType, short(0x0001)],
    [ELEMENT.affectedSopInstance, text(sopInstance, "\0")],
    [ELEMENT.eventType, short(eventType)],
  ]);
}
