import type { ProtocolContent } from "./content";
import type { IssuePath } from "./document-issue";

/** The scanners that a protocol names in the scopes of its variants, and where. */
export function namedScanners({ steps }: ProtocolContent): { id: string; path: IssuePath }[] {
  return steps.flatMap(({ variants }, step) =>
    variants.flatMap(({ scope }, variant) =>
      "scanner" in scope
        ? [{ id: scope.scanner, path: ["steps", step, "variants", variant, "scope", "scanner"] }]
        : [],
    ),
  );
}
