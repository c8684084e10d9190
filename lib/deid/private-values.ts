import { decodeText, encodeText } from "@/lib/dicom/character-set";
import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import type { Tag } from "@/lib/dicom/tags";

import { cleanDeviceText, cleanProtocolText } from "./clean-text";
import type { RuleContext } from "./rule-context";
import { rebuildGeProtocol, rebuildGeUserData } from "./ge-blocks";
import type { PrivateElementRow } from "./private-elements";
import { rebuildSiemensCsa } from "./siemens-csa";
import { rebuildSiemensProtocol } from "./siemens-protocol";
import { keepNumber, keepTerms, keepText } from "./standard-values";

function bulk(bytes: Uint8Array | null): DicomElement | undefined {
  return bytes === null ? undefined : { vr: "OB", bytes };
}

/** Rebuilds one private element by its row; undefined when nothing of it may pass. */
export function rebuildPrivate(
  tag: Tag,
  element: DicomElement,
  row: PrivateElementRow,
  source: Dataset,
  context: RuleContext,
): DicomElement | undefined {
  const { bytes } = element;
  if (!bytes) return undefined;
  // Implicit files do not say the VR of private elements: the row does.
  const typed: DicomElement = element.vr === "UN" ? { vr: row.vr, bytes } : element;
  const dataset = new Dataset(source.characterSets);
  dataset.elements.set(tag, typed);
  switch (row.action) {
    case "number":
      return keepNumber(tag, typed, dataset);
    case "term":
      return keepTerms(tag, typed, dataset, context.identity);
    case "device":
      return keepText(tag, typed, dataset, cleanDeviceText, context.identity);
    case "typed":
      return keepText(tag, typed, dataset, cleanProtocolText, context.identity);
    case "siemens-csa":
      return bulk(rebuildSiemensCsa(bytes, context.identity));
    case "siemens-protocol": {
      const protocol = rebuildSiemensProtocol(decodeText(bytes, []), context.identity);
      return protocol === null ? undefined : { vr: "OB", bytes: encodeText(protocol) };
    }
    case "ge-protocol":
      return bulk(rebuildGeProtocol(bytes));
    case "ge-user-data":
      return bulk(rebuildGeUserData(bytes));
    case "descend":
      return undefined;
  }
}
