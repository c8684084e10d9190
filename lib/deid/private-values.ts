import { decodeText, encodeText } from "@/lib/dicom/character-set";
import type { Dataset } from "@/lib/dicom/dataset";
import { type DicomElement } from "@/lib/dicom/dataset";
import type { Tag } from "@/lib/dicom/tags";

import { rebuildGeProtocol, rebuildGeUserData } from "./ge-blocks";
import type { PrivateElementRow } from "./private-elements";
import type { RuleContext } from "./rule-context";
import { rebuildSiemensCsa } from "./siemens-csa";
import { rebuildSiemensProtocol } from "./siemens-protocol";
import type { PassedValue, ValueRules } from "./values";

function rebuilt(bytes: Uint8Array | null): PassedValue | undefined {
  return bytes === null ? undefined : { element: { vr: "OB", bytes }, action: "rebuilt" };
}

/** Applies a private element's row; undefined when nothing of it may pass. */
export function rebuildPrivate(
  tag: Tag,
  element: DicomElement,
  row: PrivateElementRow,
  source: Dataset,
  values: ValueRules,
  context: RuleContext,
): PassedValue | undefined {
  const { bytes } = element;
  if (!bytes) return undefined;
  // Implicit files do not say the VR of private elements: the row does.
  const typed: DicomElement = element.vr === "UN" ? { vr: row.vr, bytes } : element;
  switch (row.action) {
    case "number":
      return values.number(typed, bytes);
    case "term":
      return values.terms(tag, typed, source);
    case "device":
    case "typed":
      return values.text(row.action, tag, typed, source);
    case "siemens-csa":
      return rebuilt(rebuildSiemensCsa(bytes, context.identity));
    case "siemens-protocol": {
      const protocol = rebuildSiemensProtocol(decodeText(bytes, []), context.identity);
      return rebuilt(protocol === null ? null : encodeText(protocol));
    }
    case "ge-protocol":
      return rebuilt(rebuildGeProtocol(bytes));
    case "ge-user-data":
      return rebuilt(rebuildGeUserData(bytes));
    case "descend":
      return undefined;
  }
}
