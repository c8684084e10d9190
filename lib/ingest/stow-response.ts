/** Failure reasons of the Store Instances Response (PS3.18 table I.2-2, PS3.4 table B.2-1). */
export const STOW_FAILURE = {
  processingFailure: 0x0110,
  sopClassNotSupported: 0x0122,
  outOfResources: 0xa700,
  otherStudy: 0xa900,
  cannotUnderstand: 0xc000,
} as const;
export type StowFailure = (typeof STOW_FAILURE)[keyof typeof STOW_FAILURE];

export interface SopReference {
  sopClassUid: string;
  sopInstanceUid: string;
}

/** What became of the parts of one request. */
export interface StowOutcome {
  runId: string;
  /** Durably received. */
  received: SopReference[];
  failed: (SopReference & { failure: StowFailure })[];
  /** Parts that name no instance. */
  otherFailures: StowFailure[];
  /** Every failure is a part beyond the limit of size. */
  onlyTooLarge: boolean;
}

/** 200 for all, 202 for some, 409 for none (PS3.18 table 10.5.3-1); 507 and 413 where that alone is the reason. */
export function stowStatus({ received, failed, otherFailures, onlyTooLarge }: StowOutcome): number {
  const failures = [...failed.map(({ failure }) => failure), ...otherFailures];
  if (failures.length === 0) return 200;
  if (received.length > 0) return 202;
  if (failures.every((failure) => failure === STOW_FAILURE.outOfResources)) return 507;
  return onlyTooLarge ? 413 : 409;
}

type Attribute =
  { vr: "UI"; Value: string[] } | { vr: "US"; Value: number[] } | { vr: "SQ"; Value: JsonDataset[] };
type JsonDataset = { [tag: string]: Attribute };

/** The response data set (PS3.18 I.2) as DICOM JSON (PS3.18 F.2). Nothing is retrieved here: no RetrieveURL. */
export function stowResponse({ received, failed, otherFailures }: StowOutcome): JsonDataset {
  const dataset: JsonDataset = {};
  const sequence = (tag: string, items: JsonDataset[]) => {
    if (items.length > 0) dataset[tag] = { vr: "SQ", Value: items };
  };
  sequence(
    "00081198",
    failed.map(({ failure, ...sop }) => ({ ...reference(sop), ...reason(failure) })),
  );
  sequence("00081199", received.map(reference));
  sequence("0008119A", otherFailures.map(reason));
  return dataset;
}

function reference({ sopClassUid, sopInstanceUid }: SopReference): JsonDataset {
  return {
    "00081150": { vr: "UI", Value: [sopClassUid] },
    "00081155": { vr: "UI", Value: [sopInstanceUid] },
  };
}

function reason(failure: StowFailure): JsonDataset {
  return { "00081197": { vr: "US", Value: [failure] } };
}
