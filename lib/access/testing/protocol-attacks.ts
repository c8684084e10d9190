import { randomUUID } from "node:crypto";
import { protocolContentSchema, type ProtocolDocument } from "@/lib/harmonise/protocol/content";
import { draftProtocol } from "@/lib/harmonise/protocol/draft-protocol";
import { dryRunProtocol } from "@/lib/harmonise/protocol/dry-run-protocol";
import { importProtocol } from "@/lib/harmonise/protocol/import-protocol";
import { saveProtocolVersion } from "@/lib/harmonise/protocol/save-protocol-version";
import type { Actor } from "../actor";

// Writing protocols: the whole network's, so the right must be for every site.

function someProtocol(): ProtocolDocument {
  return {
    code: `P-${randomUUID().slice(0, 8).toUpperCase()}`,
    name: "Some protocol",
    validFrom: "2024-01-01",
    validUntil: null,
    reason: "",
    content: protocolContentSchema.parse({ steps: [{ name: "T1", role: "T1w" }] }),
  };
}

/** Verbs of whoever writes the network's protocols. */
export const PROTOCOLS_OF_THE_NETWORK: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/harmonise/protocol/save-protocol-version.ts": (actor) =>
    saveProtocolVersion(actor, { document: someProtocol(), basedOn: 0, onOverlap: "refuse" }),
  "lib/harmonise/protocol/import-protocol.ts": (actor) =>
    importProtocol(actor, { text: JSON.stringify(someProtocol()), onOverlap: "refuse" }),
  "lib/harmonise/protocol/draft-protocol.ts": (actor) =>
    draftProtocol(actor, { from: "fleet", fieldStrengthTesla: null }),
  "lib/harmonise/protocol/dry-run-protocol.ts": (actor) =>
    dryRunProtocol(actor, { document: someProtocol() }),
};
