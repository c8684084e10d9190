import { z } from "zod";
import { Dataset } from "@/lib/dicom/dataset";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { isValidUid } from "@/lib/dicom/uid";
import { AppError } from "@/lib/platform/errors";

const uid = z.string().refine(isValidUid);
const reference = z.object({ sopClassUid: uid, sopInstanceUid: uid });
const MOST_REFERENCES = 100_000;

/** What a peer asked (PS3.4 J.3.2). The UIDs are the scanner's own: kept sealed, until the answer is sent. */
export const commitmentRequestSchema = z.object({
  transactionUid: uid,
  references: z.array(reference).min(1).max(MOST_REFERENCES),
});
export type CommitmentRequest = z.infer<typeof commitmentRequestSchema>;
export type CommitmentReference = z.infer<typeof reference>;

/** Reads the data set of an N-ACTION, in its Part 10 form. @throws AppError `invalid-input` */
export function readCommitmentRequest(bytes: Uint8Array): CommitmentRequest {
  let dataset: Dataset;
  try {
    ({ dataset } = parseDicom(new Uint8Array(bytes)));
  } catch {
    throw new AppError("invalid-input", "not a storage commitment request");
  }
  const read = commitmentRequestSchema.safeParse({
    transactionUid: dataset.uid(TAG.TransactionUID),
    references: (dataset.get(TAG.ReferencedSOPSequence)?.items ?? []).map((item) => ({
      sopClassUid: item.uid(TAG.ReferencedSOPClassUID),
      sopInstanceUid: item.uid(TAG.ReferencedSOPInstanceUID),
    })),
  });
  if (!read.success) throw new AppError("invalid-input", "not a storage commitment request");
  return read.data;
}

/** Failure reasons (PS3.4 C.30.3 in PS3.7 terms): no such object instance; processing failure. */
export type CommitmentFailure = 0x0112 | 0x0110;

/** The data set of the N-EVENT-REPORT (PS3.4 J.3.3). */
export function writeCommitmentReport(
  transactionUid: string,
  committed: readonly CommitmentReference[],
  failed: readonly (CommitmentReference & { reason: CommitmentFailure })[],
): Dataset {
  const dataset = new Dataset();
  const item = ({ sopClassUid, sopInstanceUid }: CommitmentReference) => {
    const made = new Dataset();
    made.set(TAG.ReferencedSOPClassUID, "UI", sopClassUid);
    made.set(TAG.ReferencedSOPInstanceUID, "UI", sopInstanceUid);
    return made;
  };
  dataset.set(TAG.TransactionUID, "UI", transactionUid);
  if (committed.length > 0) dataset.set(TAG.ReferencedSOPSequence, "SQ", committed.map(item));
  if (failed.length > 0)
    dataset.set(
      TAG.FailedSOPSequence,
      "SQ",
      failed.map((reference) => {
        const made = item(reference);
        made.set(TAG.FailureReason, "US", reference.reason);
        return made;
      }),
    );
  return dataset;
}
