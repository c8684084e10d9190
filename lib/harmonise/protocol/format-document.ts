import { stringify } from "yaml";
import type { ProtocolContent, ProtocolDocument } from "./content";

/** Formats in which a protocol version leaves, and may come back. */
export const DOCUMENT_FORMATS = ["yaml", "json"] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** A protocol version as a file; what it leaves out is what the schema fills in. */
export function formatProtocolDocument(
  document: ProtocolDocument,
  format: DocumentFormat,
  schemaUrl: string,
): string {
  const plain = withoutDefaults(document);
  if (format === "json") return `${JSON.stringify(plain, null, 2)}\n`;
  // Editors with a YAML language server check and complete by this line.
  return `# yaml-language-server: $schema=${schemaUrl}\n${stringify(plain, { lineWidth: 110 })}`;
}

function withoutDefaults({ validUntil, reason, content, ...document }: ProtocolDocument): unknown {
  return {
    ...document,
    ...(validUntil === null ? {} : { validUntil }),
    ...(reason === "" ? {} : { reason }),
    content: plainContent(content),
  };
}

function plainContent({ steps, pairs, ordered }: ProtocolContent): unknown {
  return {
    ...(ordered ? { ordered } : {}),
    steps: steps.map(
      ({ name, role, is3D, map, component, contrastAgent, required, count, rules, variants }) => ({
        name,
        role,
        ...(is3D === undefined ? {} : { is3D }),
        ...(map === null ? {} : { map }),
        ...(component === "magnitude" ? {} : { component }),
        ...(contrastAgent === undefined ? {} : { contrastAgent }),
        ...(required ? {} : { required }),
        ...(count.min === 1 && count.max === 1 ? {} : { count }),
        ...(rules.length > 0 ? { rules } : {}),
        ...(variants.length > 0 ? { variants } : {}),
      }),
    ),
    ...(pairs.length > 0 ? { pairs } : {}),
  };
}
