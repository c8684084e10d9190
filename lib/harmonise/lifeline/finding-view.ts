import { scannerFindingSchema } from "@/lib/harmonise/scanner-finding";
import type { FindingView } from "./lifeline";

interface Row {
  id: string;
  kind: string;
  role: string;
  subject: string;
  sinceOn: Date;
  epochId: string | null;
  detail: unknown;
  acknowledgedAt: Date | null;
}

interface Epoch {
  id: string;
  softwareVersions: string;
  note: string | null;
}

/** A stored finding as far as its reader may know it; null when it is of an older vocabulary. */
export function viewFinding(
  row: Row,
  epochs: readonly Epoch[],
  rights: { dated: boolean; counted: boolean },
): FindingView | null {
  const body = scannerFindingSchema.safeParse(row);
  if (!body.success) return null;
  const epoch = epochs.find(({ id }) => id === row.epochId);
  return {
    id: row.id,
    role: row.role,
    kind: body.data.kind,
    subject: body.data.subject,
    body: rights.counted ? body.data : null,
    sinceOn: rights.dated ? row.sinceOn.toISOString().slice(0, 10) : null,
    epoch: epoch ? (epoch.note ?? epoch.softwareVersions) : null,
    epochId: row.epochId,
    acknowledged: row.acknowledgedAt !== null,
  };
}
