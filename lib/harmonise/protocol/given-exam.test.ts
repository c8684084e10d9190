import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { protocolContentSchema } from "./content";
import { judgeExam, prepareProtocol } from "./judge-exam";
import { SCANNER } from "./testing/facts";
import { EXPECTED_FINDINGS, givenFacts, GIVEN_PROTOCOL } from "./testing/given-exam";

const root = sharedData();
const CASES = /^g0[1345678]_/;

describe.skipIf(!root)("a protocol written from one given Siemens exam", () => {
  let series: GivenSeries[] = [];
  const protocol = prepareProtocol(protocolContentSchema.parse(GIVEN_PROTOCOL), SCANNER);
  beforeAll(() => {
    const folders = readdirSync(root ?? "").filter((name) => CASES.test(name));
    series = givenSeries(root ?? "", folders);
  });

  it("judges that exam compliant and whole; what the scanner computed of it is not judged", () => {
    const exam = series.filter(({ key }) => key.startsWith("g01_")).map(givenFacts);
    const verdict = judgeExam(exam, protocol);
    expect(verdict).toMatchObject({ value: "compliant", isWhole: true, findings: [] });
    expect(verdict.series.flatMap(({ findings }) => findings)).toEqual([]);
    expect(verdict.series).toHaveLength(exam.filter(({ derived }) => !derived).length);
    expect(verdict.series).toHaveLength(7);
  });

  const count = Object.values(EXPECTED_FINDINGS).flat().length;
  it(`finds in other makers' series what was written of them beforehand (${count} findings)`, () => {
    expect(count).toBeGreaterThanOrEqual(40);
    for (const [key, expected] of Object.entries(EXPECTED_FINDINGS)) {
      const own = series.find((each) => each.key === key);
      if (!own) throw new Error(`no series ${key}`);
      const verdict = judgeExam([givenFacts(own)], protocol);
      const found = (verdict.series[0]?.findings ?? []).map(({ parameter, observed, verdict: result }) => [
        parameter,
        observed,
        result,
      ]);
      const written = expected.map(([parameter, observed, result]) => [parameter, near(observed), result]);
      const names = (list: readonly unknown[][]) => list.map(([name]) => name).sort();
      expect(names(found), key).toEqual(names(written));
      for (const one of written) expect(found, key).toContainEqual(one);
    }
  });
});

/** To a hundredth: headers carry binary fractions. */
function near(value: unknown): unknown {
  if (typeof value === "number") return expect.closeTo(value, 2) as unknown;
  return Array.isArray(value) ? value.map(near) : value;
}
