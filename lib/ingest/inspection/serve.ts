import type { MessagePort } from "node:worker_threads";
import { deidentify } from "@/lib/deid/deidentify";
import { DeidRefusal } from "@/lib/deid/refusal";
import { openSealed } from "@/lib/deid/seal";
import { openDicom } from "@/lib/dicom/open";
import { type DicomFile, DicomParseError } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicomStream } from "@/lib/dicom/write";
import { isNifti, NIFTI_HEAD_BYTES } from "@/lib/imaging/nifti-header";
import { type ByteSource, bytesSource, type OpenByteSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";
import { fileSource } from "@/lib/platform/file-source";
import { writeNewFile } from "@/lib/platform/new-file";
import type { ContentDigest } from "../content-digest";
import { derivedFacts } from "../derived/derived-facts";
import { objectDigest } from "../object-digest";
import { placementFacts, type PlacementKeys } from "../placement-facts";
import { bodyPartOf } from "../rules/body-part";
import { judge, judgeUnparsed } from "../rules/judge";
import type { ObjectKind } from "../rules/sop-classes";
import {
  type CleanFile,
  type DeidentifyOrder,
  type InspectionInput,
  MOST_RETURNED_BYTES,
  type ThreadAnswer,
  type ThreadReply,
  type ThreadRequest,
  type TurnedAway,
} from "./messages";

const MIB = 2 ** 20;
/** A thread holds a few files at a time: larger ones leave their pixels on disk, a deflated one may not grow beyond. */
const OPEN_OPTIONS = { wholeBytes: 8 * MIB, maxInflatedBytes: 128 * MIB };

/** A file that waits for its de-identification. */
interface HeldFile {
  file: DicomFile;
  source: OpenByteSource;
}

/** The bytes could not be got: nothing that the file is to blame for. */
class SourceFailure extends Error {}

/** Answers the requests of a pool, one after the other. `beforeStep` lets a test plant what a hostile file may do. */
export function serveInspections(
  port: MessagePort,
  beforeStep: (source: ByteSource) => Promise<void> = async () => undefined,
): void {
  const held = new Map<number, HeldFile>();
  let tickets = 0;

  const inspect = async (input: InspectionInput, keys: PlacementKeys): Promise<ThreadAnswer> => {
    const source = await openSource(input);
    let isKept = false;
    try {
      await beforeStep(source);
      const found = await readAndJudge(source);
      if ("kind" in found) return found;
      const { file, object } = found;
      const { dataset } = file;
      const content = await digestOf(file, object);
      if ("kind" in content) return { ...content, patientId: dataset.text(TAG.PatientID) };
      const placement = placementFacts(dataset, keys);
      const derived = derivedFacts(dataset, object, keys.uidKey);
      const ticket = ++tickets;
      held.set(ticket, { file, source });
      isKept = true;
      const sopClassUid = dataset.uid(TAG.SOPClassUID) ?? "";
      const facts = { placement, content, object, derived, sopClassUid, byteLength: source.byteLength };
      return { kind: "usable", ticket, facts };
    } finally {
      if (!isKept) await source.close();
    }
  };

  const answer = async (request: ThreadRequest): Promise<ThreadAnswer> => {
    if (request.step === "inspect") return inspect(request.input, request.keys);
    const file = held.get(request.ticket);
    if (request.step === "release") {
      held.delete(request.ticket);
      await file?.source.close();
      return { kind: "released" };
    }
    if (!file) throw new AppError("internal", "no such ticket");
    return clean(file.file, request.order);
  };

  let last = Promise.resolve();
  port.on("message", (request: ThreadRequest) => {
    last = last.then(async () => {
      const reply: ThreadReply = { id: request.id, answer: await answer(request).catch(failure) };
      const bytes = reply.answer.kind === "clean" ? reply.answer.clean.bytes : null;
      port.postMessage(reply, bytes ? [bytes.buffer] : []);
    });
  });
  const ready: ThreadReply = { id: 0, answer: { kind: "ready" } };
  port.postMessage(ready);
}

/**
 * Whatever else goes wrong is the file's doing, as far as anybody can tell; its message may quote the header, so that none
 * leaves the thread.
 */
function failure(error: unknown): ThreadAnswer {
  if (error instanceof SourceFailure) return { kind: "failed", message: "a file cannot be read" };
  if (error instanceof AppError && error.code === "internal")
    return { kind: "failed", message: error.message };
  const isSystemError = error instanceof Error && "syscall" in error;
  if (isSystemError) return { kind: "failed", message: "a file cannot be read or written" };
  return { kind: "held", reason: "inspection-crashed", attributes: [] };
}

async function openSource(input: InspectionInput): Promise<OpenByteSource> {
  if ("bytes" in input) {
    const source = bytesSource(input.bytes);
    return { byteLength: source.byteLength, read: (a, b) => source.read(a, b), close: async () => undefined };
  }
  const file = await fileSource(input.path);
  try {
    const { seal } = input;
    const plain = seal
      ? await openSealed((start, end) => file.read(start, end), file.byteLength, seal.key, seal.context)
      : file;
    return {
      byteLength: plain.byteLength,
      read: (start, end) =>
        plain.read(start, end).catch((cause: unknown) => {
          throw new SourceFailure("unreadable", { cause });
        }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readAndJudge(
  source: ByteSource,
): Promise<{ file: DicomFile; object: ObjectKind } | TurnedAway> {
  const head = await source.read(0, Math.min(NIFTI_HEAD_BYTES, source.byteLength));
  if (isNifti(head) && !hasPreamble(head)) return { kind: "refused", reason: "nifti-elsewhere" };
  let file: DicomFile;
  try {
    file = await openDicom(source, OPEN_OPTIONS);
  } catch (error) {
    if (!(error instanceof DicomParseError)) throw error;
    return judgeUnparsed(error.reason);
  }
  const judgement = judge(file);
  if (judgement.kind === "usable") return { file, object: judgement.object };
  return { ...judgement, patientId: file.dataset.text(TAG.PatientID) };
}

/** A file may be both (PS3.10 7.1 leaves the preamble free): then it is DICOM. */
function hasPreamble(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(128, 132)).toString("latin1") === "DICM";
}

/** Whether whoever sent it says that the face was removed (PS3.3 C.7.1.1; CID 7050, Clean Recognizable Visual Features). */
function claimsDefaced({ dataset }: DicomFile): boolean {
  return (
    dataset.text(TAG.RecognizableVisualFeatures)?.toUpperCase() === "NO" ||
    dataset
      .items(TAG.DeidentificationMethodCodeSequence)
      .some((item) => item.text(TAG.CodeValue) === "113101")
  );
}

async function digestOf(file: DicomFile, object: ObjectKind): Promise<ContentDigest | TurnedAway> {
  try {
    return await objectDigest(file, object);
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    if (error instanceof AppError && error.code === "unavailable")
      return { kind: "held", reason: "unsupported-transfer-syntax", attributes: ["TransferSyntaxUID"] };
    return { kind: "held", reason: "undecodable-pixels", attributes: ["PixelData"] };
  }
}

async function clean(file: DicomFile, { context, into }: DeidentifyOrder): Promise<ThreadAnswer> {
  let result: ReturnType<typeof deidentify>;
  try {
    result = deidentify(file, context);
  } catch (error) {
    if (error instanceof DeidRefusal)
      return {
        kind: "held",
        reason: error.reason,
        attributes: [...error.attributes],
        creatorHashes: [...error.creatorHashes],
      };
    // Whatever went wrong, its message may quote the header.
    return { kind: "held", reason: "not-de-identifiable", attributes: [] };
  }
  // De-identification says YES of every head; a face that was removed before is still removed.
  if (claimsDefaced(file)) result.file.dataset.set(TAG.RecognizableVisualFeatures, "CS", "NO");
  const { byteLength, chunks } = writeDicomStream(result.file);
  let bytes: CleanFile["bytes"] = null;
  if (into !== undefined) await writeNewFile(into, chunks);
  else {
    if (byteLength > MOST_RETURNED_BYTES)
      throw new AppError("internal", "a large file has to be written to one");
    bytes = new Uint8Array(byteLength);
    let at = 0;
    for await (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }
  const { dataset } = result.file;
  const number = dataset.number(TAG.SeriesNumber);
  const description = {
    studyDescription: dataset.text(TAG.StudyDescription) ?? null,
    seriesDescription: dataset.text(TAG.SeriesDescription) ?? null,
    protocolName: dataset.text(TAG.ProtocolName) ?? null,
    seriesNumber: number !== undefined && Math.abs(number) < 2 ** 31 ? Math.trunc(number) : null,
    bodyPart: bodyPartOf(dataset),
    ageAtExamYears: result.ageAtExamYears,
  };
  return { kind: "clean", clean: { bytes, byteLength, description, report: result.report } };
}
