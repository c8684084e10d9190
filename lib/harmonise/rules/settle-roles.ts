import { z } from "zod";
import { type SequenceRole, SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import { volumeKeys } from "@/lib/harmonise/rules/volume-key";

/** The rule of a Volume whose role a data manager decided. */
export const CORRECTION_RULE = "correction";

/** What the rules had said of a Volume that is corrected now, as its row keeps it. */
export const rulesDecisionSchema = z.strictObject({
  role: z.enum(SEQUENCE_ROLES),
  map: z.string().nullable(),
  derived: z.boolean(),
  rule: z.string(),
  confidence: z.number().min(0).max(1),
});
export type RulesDecision = z.infer<typeof rulesDecisionSchema>;

/** The part of a Volume's row that says what it is. */
export interface RoleRow {
  component: string;
  role: SequenceRole;
  map: string | null;
  derived: boolean;
  roleRule: string;
  roleConfidence: number;
  rulesDecision: RulesDecision | null;
}

/** Corrections of one scanner and description, by the key of the Volume. */
export type Corrections = ReadonlyMap<string, { role: SequenceRole; map: string | null }>;

/** What the rules said of a Volume, whether or not it is corrected. */
export function ruledOf(volume: RoleRow): RulesDecision {
  const { role, map, derived, roleRule, roleConfidence } = volume;
  return volume.rulesDecision ?? { role, map, derived, rule: roleRule, confidence: roleConfidence };
}

/** The keys of a series' Volumes, given in their order. */
export function keysOf(volumes: readonly RoleRow[]): string[] {
  return volumeKeys(volumes.map((volume) => ({ component: volume.component, map: ruledOf(volume).map })));
}

/**
 * The Volumes of a series, given in their order, with the corrections that stand: a corrected one has the rule `correction`
 * and keeps what the rules said; one whose correction is gone is what the rules said. The same corrections again change nothing.
 */
export function settleRoles<V extends RoleRow>(volumes: readonly V[], corrections: Corrections): V[] {
  const keys = keysOf(volumes);
  return volumes.map((volume, ordinal) => {
    const ruled = ruledOf(volume);
    const correction = corrections.get(keys[ordinal] ?? "");
    if (correction)
      return {
        ...volume,
        role: correction.role,
        map: correction.map,
        // A map is computed from pictures, whatever the header says of it.
        derived: ruled.derived || correction.map !== null,
        roleRule: CORRECTION_RULE,
        roleConfidence: 1,
        rulesDecision: ruled,
      };
    const { role, map, derived, rule: roleRule, confidence: roleConfidence } = ruled;
    return { ...volume, role, map, derived, roleRule, roleConfidence, rulesDecision: null };
  });
}

/** Whether two states of a Volume say the same. */
export function isSameRole(a: RoleRow, b: RoleRow): boolean {
  return (
    a.role === b.role &&
    a.map === b.map &&
    a.derived === b.derived &&
    a.roleRule === b.roleRule &&
    a.roleConfidence === b.roleConfidence
  );
}
