import type { SourceReference } from "@/lib/catalogue/derived-object";
import { uidHash } from "@/lib/deid/identity";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG, type Tag } from "@/lib/dicom/tags";

/** Roots of storage SOP classes (PS3.4 B.5): procedure steps, studies and patients are referenced too. */
const STORAGE = "1.2.840.10008.5.1.4.1.1.";

/** More pointers than any honest object has; the series come first, so they are never the ones left out. */
const MOST_REFERENCES = 20_000;

/** Sequences that lead away from the sources: orders, and what was there before this object. */
const ELSEWHERE: ReadonlySet<Tag> = new Set([
  TAG.RequestAttributesSequence,
  TAG.ReferencedPerformedProcedureStepSequence,
  TAG.PredecessorDocumentsSequence,
  TAG.IdenticalDocumentsSequence,
  TAG.OriginalAttributesSequence,
]);

/**
 * The instances and series that a derived object points to, wherever its kind keeps them: ReferencedSeriesSequence,
 * SourceImageSequence, evidence and IMAGE items of a report, images of a registration. Read from the original header;
 * only keyed hashes leave here.
 */
export function sourceReferences(dataset: Dataset, uidKey: Uint8Array): SourceReference[] {
  const series = new Set<string>();
  const instances = new Set<string>();
  collect(dataset, series, instances);
  const own = [dataset.uid(TAG.SOPInstanceUID), dataset.uid(TAG.SeriesInstanceUID)];
  for (const uid of own) {
    if (uid === undefined) continue;
    series.delete(uid);
    instances.delete(uid);
  }
  const reference = (isSeries: boolean) => (uid: string) => ({
    uidHash: new Uint8Array(uidHash(uidKey, uid)),
    isSeries,
  });
  return [
    ...[...series].sort().map(reference(true)),
    ...[...instances]
      .filter((uid) => !series.has(uid))
      .sort()
      .map(reference(false)),
  ].slice(0, MOST_REFERENCES);
}

function collect(dataset: Dataset, series: Set<string>, instances: Set<string>): void {
  const instance = dataset.uid(TAG.ReferencedSOPInstanceUID);
  if (instance && dataset.uid(TAG.ReferencedSOPClassUID)?.startsWith(STORAGE)) instances.add(instance);
  for (const [tag, element] of dataset.elements) {
    if (!element.items || ELSEWHERE.has(tag)) continue;
    for (const item of element.items) {
      const uid = tag === TAG.ReferencedSeriesSequence ? item.uid(TAG.SeriesInstanceUID) : undefined;
      if (uid) series.add(uid);
      collect(item, series, instances);
    }
  }
}
