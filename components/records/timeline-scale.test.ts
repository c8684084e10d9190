import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthDomain, monthLabel, monthTicks, positionOf } from "./timeline-scale";

describe("timeline scale", () => {
  it("holds every visit and everything after them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: -600, max: 300 }), { maxLength: 8 }),
        (visits, others) => {
          const domain = monthDomain([0, ...visits], others);
          for (const month of [0, ...visits, ...others.filter((other) => other >= 0)]) {
            expect(month).toBeGreaterThan(domain.fromMonth);
            expect(month).toBeLessThan(domain.toMonth);
          }
        },
      ),
    );
  });

  it("does not let a diagnosis of long ago squeeze the visits", () => {
    const domain = monthDomain([0, 12, 24], [-240]);
    expect(positionOf(domain, 24) - positionOf(domain, 0)).toBeGreaterThan(0.4);
    expect(positionOf(domain, -240)).toBe(0);
  });

  it("shows a single visit in a domain of some width", () => {
    const domain = monthDomain([0], []);
    expect(positionOf(domain, 0)).toBeGreaterThan(0);
    expect(positionOf(domain, 0)).toBeLessThan(1);
  });

  it("puts ticks on round months, M0 among them, and never too many", () => {
    expect(monthTicks({ fromMonth: -26, toMonth: 26 })).toEqual([-24, -18, -12, -6, 0, 6, 12, 18, 24]);
    expect(monthTicks({ fromMonth: -2, toMonth: 61 }).length).toBeLessThanOrEqual(13);
  });

  it("writes months with a true minus sign", () => {
    expect([monthLabel(0), monthLabel(12), monthLabel(-14)]).toEqual(["M0", "M12", "M\u221214"]);
  });
});
