import type { DerivedFacts } from "@/lib/catalogue/derived-object";
import { remapUid } from "@/lib/deid/identity";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { isDerivedKind, type ObjectKind } from "../rules/sop-classes";
import { derivedLabels } from "./labels";
import { sourceReferences } from "./references";

/** What the original header of a derived object says of itself; null for objects that were not made from others. */
export function derivedFacts(dataset: Dataset, kind: ObjectKind, uidKey: Uint8Array): DerivedFacts | null {
  if (!isDerivedKind(kind)) return null;
  return {
    kind,
    sopInstanceUid: remapUid(uidKey, dataset.uid(TAG.SOPInstanceUID) ?? ""),
    labels: derivedLabels(dataset, kind),
    references: sourceReferences(dataset, uidKey),
  };
}
