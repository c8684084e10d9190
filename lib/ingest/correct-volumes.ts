import type { MadeVolume } from "@/lib/catalogue/complete-series-store";
import { type Corrections, type RoleRow, settleRoles } from "@/lib/harmonise/rules/settle-roles";

/** The volumes of a series, whose roles the rules have decided, with what data managers decided before about its like. */
export function correctVolumes(volumes: readonly MadeVolume[], corrections: Corrections): MadeVolume[] {
  if (corrections.size === 0) return [...volumes];
  const settled = settleRoles(
    volumes.map(({ row }) => roleRow(row)),
    corrections,
  );
  return volumes.map(({ row, manifest }, ordinal) => {
    const { role, map, derived, roleRule, roleConfidence, rulesDecision } = settled[ordinal] ?? roleRow(row);
    const decided = { role, map, derived, roleRule, roleConfidence };
    return {
      manifest,
      row: { ...row, ...decided, ...(rulesDecision ? { rulesDecision: { ...rulesDecision } } : {}) },
    };
  });
}

function roleRow(row: MadeVolume["row"]): RoleRow {
  const { component = "magnitude", role = "unknown", map = null, derived = false } = row;
  const { roleRule = "none", roleConfidence = 0 } = row;
  return { component, role, map, derived, roleRule, roleConfidence, rulesDecision: null };
}
