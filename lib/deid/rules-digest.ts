import { createHash } from "node:crypto";

import types from "./attribute-types.json";
import { CODING_SCHEMES } from "./coding-schemes";
import { DEVIATIONS } from "./deviations";
import { GE_RULES } from "./ge-blocks";
import { CREATOR_RULES } from "./private-creators";
import { PRIVATE_ELEMENTS } from "./private-elements";
import { CSA_RULES } from "./siemens-csa";
import { SIEMENS_PROTOCOL_RULES } from "./siemens-protocol";
import profile from "./table-e1-1.json";
import { REGISTERED_UIDS, REQUIRED, TEXT_RULES } from "./text-rules";
import { DEVICE_VOCABULARY, PROTOCOL_VOCABULARY } from "./vocabulary";

/** Value of (0012,0063) and of `Series.deidProfile`: what was applied, in words; 64 characters at most. */
export const PROFILE_VERSION = "Ariane 2, PS3.15 2025a Table E.1-1";

/** SHA-256 (hexadecimal) over all rule tables: two series with the same digest went through the same rules. */
export const RULES_DIGEST: string = createHash("sha256")
  .update(
    JSON.stringify([
      PROFILE_VERSION,
      profile.rows,
      types.types,
      DEVIATIONS,
      TEXT_RULES,
      [...REQUIRED].sort((a, b) => a - b),
      [...REGISTERED_UIDS].sort(),
      PRIVATE_ELEMENTS,
      CREATOR_RULES,
      CSA_RULES,
      SIEMENS_PROTOCOL_RULES,
      GE_RULES,
      [...CODING_SCHEMES].map(([scheme, { source }]) => [scheme, source]),
      [...PROTOCOL_VOCABULARY].sort(),
      [...DEVICE_VOCABULARY].sort(),
    ]),
  )
  .digest("hex");
