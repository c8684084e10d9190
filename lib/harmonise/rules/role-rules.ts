import { z } from "zod";
import { type Conditions, conditionsSchema, matcher } from "@/lib/harmonise/rules/role-conditions";
import { type RoleFeatures, SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import table from "./role-rules.json";

/** Where a rule looks: what the scanner computed, physics, a vendor's names, words that people typed. */
export const RULE_FAMILIES = ["computed", "physics", "vendor", "description"] as const;
export type RuleFamily = (typeof RULE_FAMILIES)[number];

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  role: z.enum(SEQUENCE_ROLES),
  /** 0.9 and more: the header says it; 0.7: physics leaves little else; 0.5 and less: a fair guess. */
  confidence: z.number().gt(0).lte(1),
  family: z.enum(RULE_FAMILIES),
  /** Alternatives, one of which has to hold. */
  when: z.array(conditionsSchema).min(1),
  /** A text that its pattern means, for rules of names and words. */
  example: z.string().optional(),
});

export interface RoleRule extends z.infer<typeof ruleSchema> {
  when: Conditions[];
  holds: (features: RoleFeatures) => boolean;
}

/**
 * The rules by which a Volume gets its SequenceRole, tried from the top (`role-rules.json`, in words in
 * `docs/sequence-roles.md`): what the scanner computed, then vendor-independent physics, then vendors' names for their
 * sequences, and words people typed last. Names whose pictures look like something else to physics (a field map's magnitude,
 * MP2RAGE's inversions) go before it. Bounds hold at 1.5 to 7 T.
 */
export const ROLE_RULES: readonly RoleRule[] = z
  .array(ruleSchema)
  .parse(table)
  .map((rule) => {
    const alternatives = rule.when.map(matcher);
    return { ...rule, holds: (features) => alternatives.some((holds) => holds(features)) };
  });

const families = new Map(ROLE_RULES.map(({ name, family }) => [name, family]));

/** Where the named rule looks; undefined for `none`, `correction` and rules that are no more. */
export function ruleFamily(name: string): RuleFamily | undefined {
  return families.get(name);
}
