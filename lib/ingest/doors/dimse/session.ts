import { Buffer } from "node:buffer";
import { isValidUid } from "@/lib/dicom/uid";
import { AppError } from "@/lib/platform/errors";
import { type Command, COMMAND, readCommand, STATUS, writeResponse } from "./command";
import { isStorageClass, STORAGE_COMMITMENT, VERIFICATION } from "./negotiate";
import { part10Header } from "./part10";
import { abort, dataPdus, PDU, PduError, releaseReply } from "./pdu";
import type { Pdv, PduReader } from "./pdu-reader";

/** An object as its C-STORE command announces it, in Part 10 form. */
export interface CommandedObject {
  sopClassUid: string;
  sopInstanceUid: string;
  content: AsyncIterable<Uint8Array>;
}

/** `not-as-commanded`: its data set says another class or instance; `unreadable`: its data set cannot be read. */
export type StoreAnswer = "taken" | "not-as-commanded" | "unreadable";

/** What a session does with what it receives. */
export interface SessionWork {
  /** Takes an object over, or refuses it; when it says "taken", the peer may be told that it arrived. */
  store(object: CommandedObject): Promise<StoreAnswer>;
  /** Keeps a storage commitment request (a Part 10 form of its data set). @returns false when it cannot be answered */
  commit(request: Uint8Array): Promise<boolean>;
}

export interface SessionOptions {
  reader: PduReader;
  send: (bytes: Buffer) => Promise<void>;
  /** Accepted contexts. */
  contexts: ReadonlyMap<number, { abstractSyntax: string; transferSyntax: string }>;
  peerMaxPduBytes: number;
  maxObjectBytes: number;
  work: SessionWork;
}

const MOST_COMMAND_BYTES = 65_536;
const MOST_ACTION_BYTES = 64 * 2 ** 20;

/** How a session ended. */
export type SessionEnd = "released" | "aborted" | "lost";

/** Serves one accepted association until it is released, aborted or lost. */
export async function serveSession(options: SessionOptions): Promise<SessionEnd> {
  const { reader, send } = options;
  try {
    for (;;) {
      const next = await reader.nextPdv();
      if (next === null) return "lost";
      if ("type" in next) {
        if (next.type === PDU.abort) return "aborted";
        if (next.type !== PDU.releaseRequest) throw new PduError("unexpected PDU");
        await send(releaseReply());
        return "released";
      }
      await serveMessage(next, options);
    }
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    await send(abort(2)).catch(() => undefined);
    return "aborted";
  }
}

async function serveMessage(first: Pdv, options: SessionOptions): Promise<void> {
  const context = options.contexts.get(first.contextId);
  if (!first.isCommand || !context) throw new PduError("a command was expected");
  const bytes: Buffer[] = [];
  let length = 0;
  let pdv: Pdv = first;
  for (;;) {
    bytes.push(pdv.bytes);
    length += pdv.bytes.length;
    if (length > MOST_COMMAND_BYTES) throw new PduError("the command is too long");
    if (pdv.isLast) break;
    pdv = await fragment(options.reader, first.contextId, true);
  }
  const command = readCommand(Buffer.concat(bytes));
  if (!command) throw new PduError("not a command set");
  const [status, comment] = await perform(command, context, first.contextId, options);
  for (const pdu of dataPdus(
    first.contextId,
    true,
    writeResponse(command, status, comment),
    options.peerMaxPduBytes,
  ))
    await options.send(pdu);
}

async function fragment(reader: PduReader, contextId: number, isCommand: boolean): Promise<Pdv> {
  const next = await reader.nextPdv();
  if (next === null || "type" in next || next.contextId !== contextId || next.isCommand !== isCommand)
    throw new PduError("a message is not finished");
  return next;
}

type Answer = [status: number, comment?: string];

async function perform(
  command: Command,
  context: { abstractSyntax: string; transferSyntax: string },
  contextId: number,
  options: SessionOptions,
): Promise<Answer> {
  if (command.commandField === COMMAND.echoRequest && context.abstractSyntax === VERIFICATION)
    return [STATUS.success];
  const data = command.hasDataSet ? new DataSetReader(options, contextId) : null;
  let answer: Answer;
  try {
    if (command.commandField === COMMAND.storeRequest && data)
      answer = await store(command, context, data, options);
    else if (
      command.commandField === COMMAND.actionRequest &&
      context.abstractSyntax === STORAGE_COMMITMENT &&
      data
    )
      answer = await commit(command, context, data, options);
    else answer = [STATUS.unrecognisedOperation];
  } catch (error) {
    if (error instanceof PduError) throw error;
    answer = statusOf(error);
  }
  // What was not read of a refused object still comes.
  await data?.drain();
  return answer;
}

const STORE_STATUS: Record<StoreAnswer, Answer> = {
  taken: [STATUS.success],
  "not-as-commanded": [STATUS.dataSetMismatch, "the data set says another class or instance"],
  unreadable: [STATUS.cannotUnderstand, "the data set cannot be read"],
};

async function store(
  command: Command,
  { abstractSyntax, transferSyntax }: { abstractSyntax: string; transferSyntax: string },
  data: DataSetReader,
  { maxObjectBytes, work }: SessionOptions,
): Promise<Answer> {
  const { sopClass, sopInstance } = command;
  if (sopClass !== abstractSyntax || !isStorageClass(sopClass)) return [STATUS.sopClassNotSupported];
  if (!isValidUid(sopInstance)) return [STATUS.invalidInstance];
  const header = part10Header(sopClass, sopInstance, transferSyntax);
  const content = async function* () {
    yield header;
    yield* data.chunks(maxObjectBytes);
  };
  const answer = await work.store({
    sopClassUid: sopClass,
    sopInstanceUid: sopInstance,
    content: content(),
  });
  return STORE_STATUS[answer];
}

async function commit(
  command: Command,
  { transferSyntax }: { transferSyntax: string },
  data: DataSetReader,
  { work }: SessionOptions,
): Promise<Answer> {
  if (command.actionType !== 1) return [STATUS.noSuchAction];
  const parts: Uint8Array[] = [part10Header(command.sopClass, command.sopInstance, transferSyntax)];
  for await (const chunk of data.chunks(MOST_ACTION_BYTES)) parts.push(chunk);
  const kept = await work.commit(Buffer.concat(parts));
  return kept ? [STATUS.success] : [STATUS.processingFailure, "no address to report to"];
}

function statusOf(error: unknown): Answer {
  if (error instanceof AppError && error.code === "too-large")
    return [STATUS.outOfResources, "larger than accepted here"];
  if (error instanceof AppError && error.code === "storage-full")
    return [STATUS.outOfResources, "no room left"];
  if (error instanceof AppError && error.code === "invalid-input") return [STATUS.cannotUnderstand];
  return [STATUS.processingFailure];
}

/** The data set of one message, fragment by fragment. */
class DataSetReader {
  private isDone = false;

  constructor(
    private readonly options: SessionOptions,
    private readonly contextId: number,
  ) {}

  async *chunks(most: number): AsyncGenerator<Uint8Array> {
    let length = 0;
    while (!this.isDone) {
      const pdv = await this.next();
      length += pdv.bytes.length;
      if (length > most) throw new AppError("too-large");
      yield pdv.bytes;
    }
  }

  async drain(): Promise<void> {
    while (!this.isDone) await this.next();
  }

  private async next(): Promise<Pdv> {
    const pdv = await fragment(this.options.reader, this.contextId, false);
    this.isDone = pdv.isLast;
    return pdv;
  }
}
