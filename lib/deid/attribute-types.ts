import { TAG, type Tag } from "@/lib/dicom/tags";

import file from "./attribute-types.json";

/** Type of an attribute in its IOD (PS3.5 7.4); the conditional ones count as 1 and 2. */
export type AttributeType = 1 | 2 | 3;

const ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22";
/** SOP classes whose IOD has the attributes of another one, as far as compound actions go. */
const SAME_AS: Readonly<Record<string, string>> = {
  "1.2.840.10008.5.1.4.1.1.88.11": ENHANCED_SR,
  "1.2.840.10008.5.1.4.1.1.88.35": ENHANCED_SR,
  "1.2.840.10008.5.1.4.1.1.66.3": "1.2.840.10008.5.1.4.1.1.66.1",
};

interface Types {
  top: ReadonlyMap<string, AttributeType>;
  nested: ReadonlyMap<Tag, AttributeType>;
}

function typeOf(text: string): AttributeType {
  return text === "1" ? 1 : 2;
}

const types = new Map<Tag, Types>(
  Object.entries(file.types as Record<string, Record<"top" | "nested", Record<string, string>>>).map(
    ([tag, { top, nested }]) => [
      Number.parseInt(tag, 16),
      {
        top: new Map(Object.entries(top).map(([uid, type]) => [uid, typeOf(type)])),
        nested: new Map(
          Object.entries(nested).map(([parent, type]) => [Number.parseInt(parent, 16), typeOf(type)]),
        ),
      },
    ],
  ),
);

/** Sequences whose items are the attributes of a whole image again (PS3.3 C.7.6.16.2.1.1.1). */
const LIKE_TOP: ReadonlySet<Tag> = new Set([
  TAG.UnassignedSharedConvertedAttributesSequence,
  TAG.UnassignedPerFrameConvertedAttributesSequence,
]);

/**
 * Type of an attribute with a compound action in a SOP class that we take; 3 where the standard does not ask for it or
 * we do not know, which is the strictest reading of the profile.
 * @param parent tag of the sequence that it is in, undefined at the top
 */
export function attributeType(tag: Tag, sopClassUid: string, parent: Tag | undefined): AttributeType {
  const known = types.get(tag);
  if (!known) return 3;
  if (parent !== undefined) return (!LIKE_TOP.has(parent) && known.nested.get(parent)) || 3;
  return known.top.get(SAME_AS[sopClassUid] ?? sopClassUid) ?? 3;
}
