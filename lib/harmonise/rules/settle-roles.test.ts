import { describe, expect, it } from "vitest";
import { isSameRole, keysOf, type RoleRow, ruledOf, settleRoles } from "@/lib/harmonise/rules/settle-roles";
import { volumeKeys } from "@/lib/harmonise/rules/volume-key";

const volume = (over: Partial<RoleRow> = {}): RoleRow => ({
  component: "magnitude",
  role: "T1w",
  map: null,
  derived: false,
  roleRule: "words-t1",
  roleConfidence: 0.4,
  rulesDecision: null,
  ...over,
});

const ALL = [volume(), volume(), volume({ component: "phase" }), volume({ map: "B0Hz", role: "fieldmap" })];

describe("corrected roles", () => {
  it("names the volumes of a series by kind and turn", () => {
    expect(volumeKeys(ALL)).toEqual(["magnitude:-:1", "magnitude:-:2", "phase:-:1", "magnitude:B0Hz:1"]);
  });

  it("corrects the volume that is meant, keeps what the rules said, and goes back to it", () => {
    const corrected = settleRoles(ALL, new Map([["magnitude:-:2", { role: "PDw", map: "PD" }]]));
    expect(corrected[1]).toMatchObject({
      role: "PDw",
      map: "PD",
      derived: true,
      roleRule: "correction",
      roleConfidence: 1,
      rulesDecision: { role: "T1w", map: null, derived: false, rule: "words-t1", confidence: 0.4 },
    });
    expect([corrected[0], corrected[2], corrected[3]]).toEqual([ALL[0], ALL[2], ALL[3]]);
    // A corrected map does not change the names.
    expect(keysOf(corrected)).toEqual(keysOf(ALL));
    expect(settleRoles(corrected, new Map())).toEqual(ALL);
  });

  it("changes nothing the second time, and a second correction replaces the first", () => {
    const first = new Map([["phase:-:1", { role: "SWI" as const, map: null }]]);
    const once = settleRoles(ALL, first);
    const twice = settleRoles(once, first);
    expect(twice).toEqual(once);
    once.forEach((each, n) => expect(isSameRole(each, twice[n] ?? volume({ role: "MRS" }))).toBe(true));
    const other = settleRoles(once, new Map([["phase:-:1", { role: "fieldmap" as const, map: null }]]));
    const [, , phase = volume()] = other;
    expect(phase.role).toBe("fieldmap");
    expect(ruledOf(phase).rule).toBe("words-t1");
  });
});
