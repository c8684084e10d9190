import { readFileSync } from "node:fs";
import prettier from "prettier";
import { describe, expect, it } from "vitest";
import { assignRole } from "@/lib/harmonise/rules/role";
import { type Conditions, conditionsSchema, matcher } from "@/lib/harmonise/rules/role-conditions";
import type { RoleFeatures } from "@/lib/harmonise/rules/role-features";
import { ROLE_RULES, type RoleRule, RULE_FAMILIES, ruleFamily } from "@/lib/harmonise/rules/role-rules";
import { roleTableMarkdown } from "@/lib/harmonise/rules/role-table";
import { NO_FEATURES } from "@/lib/harmonise/rules/testing/no-features";

const READOUT: Record<NonNullable<Conditions["readout"]>, Partial<RoleFeatures>> = {
  "spin echo": { echoPulse: "spin", isEchoPlanar: false },
  "gradient echo": { echoPulse: "gradient", isEchoPlanar: false },
  "spin echo-planar": { echoPulse: "spin", isEchoPlanar: true },
  "gradient echo-planar": { echoPulse: "gradient", isEchoPlanar: true },
};

/** The middle of a range; the lower end of an open one. */
function within(range: Conditions["repeats"]): number | undefined {
  if (!range) return undefined;
  const [low, high] = range;
  return high === null ? low : Math.ceil((low + high) / 2);
}

/** Features that meet the conditions and say nothing else. */
function features(conditions: Conditions, example: string | undefined): RoleFeatures {
  const meets: Partial<RoleFeatures> = {
    ...(conditions.readout ? READOUT[conditions.readout] : {}),
    imageType: conditions.imageType
      ? ["ORIGINAL", "PRIMARY", ...conditions.imageType.slice(0, 1)]
      : undefined,
    map: conditions.map?.[0],
    vendor: conditions.vendor?.[0],
    acquisitionContrast: conditions.acquisitionContrast?.[0],
    contrastAgent: conditions.contrastAgent?.[0],
    sequenceVariant: conditions.sequenceVariant,
    is3D: conditions.is3D,
    isDerived: conditions.derived,
    isTimeOfFlight: conditions.timeOfFlight,
    isArterialSpinLabelling: conditions.spinLabelling,
    isInversionRecovery: conditions.inversionRecovery,
    seriesHasPhase: conditions.phaseInSeries,
    echoTimeMs: within(conditions.echoTimeMs),
    repetitionTimeMs: within(conditions.repetitionTimeMs),
    inversionTimeMs: within(conditions.inversionTimeMs),
    flipAngleDeg: within(conditions.flipAngleDeg),
    repeats: within(conditions.repeats),
    seriesEchoes: within(conditions.seriesEchoes),
    seriesInversionTimes: within(conditions.seriesInversionTimes),
    orientations: within(conditions.orientations),
    pulseSequenceName: conditions.sequenceName ? example : undefined,
    seriesDescription: conditions.says ? example : undefined,
  };
  const bValue = within(conditions.highestBValueSPerMm2);
  if (bValue !== undefined) meets.bValues = [0, bValue];
  if (conditions.echoPlanar) meets.isEchoPlanar = conditions.echoPlanar.includes("yes");
  const said = Object.entries(meets).filter(([, value]) => value !== undefined);
  return { ...NO_FEATURES, ...(Object.fromEntries(said) as Partial<RoleFeatures>) };
}

const alternatives = ROLE_RULES.flatMap((rule) =>
  rule.when.map((when, n): [string, RoleRule, Conditions] => [`${rule.name} (${n + 1})`, rule, when]),
);

describe("the table of role rules", () => {
  it.each(alternatives)("%s decides what meets it", (_, rule, when) => {
    expect(assignRole(features(when, rule.example))).toMatchObject({
      rule: rule.name,
      role: rule.role,
      confidence: rule.confidence,
    });
  });

  it("does not decide where one of its conditions is not met", () => {
    for (const [name, rule, when] of alternatives)
      for (const key of Object.keys(when) as (keyof Conditions)[]) {
        const { [key]: dropped, ...rest } = when;
        const without = features(rest, rule.example);
        // What says nothing meets some conditions: one repetition, not derived.
        const isMet = matcher({ [key]: dropped })(without);
        if (rule.when.length === 1) expect(rule.holds(without), `${name} without ${key}`).toBe(isMet);
      }
  });

  it("gives an example wherever it has a pattern, and only there", () => {
    for (const { name, when, example } of ROLE_RULES) {
      const hasPattern = when.some(
        ({ says, sequenceName }) => says !== undefined || sequenceName !== undefined,
      );
      expect(example !== undefined, name).toBe(hasPattern);
    }
  });

  it("asks people's words only after all physics of the same kind, and is least sure of them", () => {
    const words = ROLE_RULES.filter(({ when }) => when.every((each) => Object.keys(each).join() === "says"));
    expect(words.every(({ family, confidence }) => family === "description" && confidence <= 0.5)).toBe(true);
    expect(ROLE_RULES.slice(-words.length)).toEqual(words);
    expect(RULE_FAMILIES.every((family) => ROLE_RULES.some((rule) => rule.family === family))).toBe(true);
    expect([ruleFamily("b-value"), ruleFamily("none")]).toEqual(["physics", undefined]);
  });

  it("refuses a condition that it does not know, a turned range and a broken pattern", () => {
    for (const wrong of [{ colour: ["red"] }, { echoTimeMs: [9, 3] }, { says: "(" }, { imageType: [] }])
      expect(conditionsSchema.safeParse(wrong).success).toBe(false);
  });

  it("is printed in docs/sequence-roles.md as it is", async () => {
    const options = await prettier.resolveConfig("docs/sequence-roles.md");
    const printed = await prettier.format(roleTableMarkdown(ROLE_RULES), { ...options, parser: "markdown" });
    expect(readFileSync("docs/sequence-roles.md", "utf8")).toBe(printed);
  });
});
