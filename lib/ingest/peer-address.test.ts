import { expect, test } from "vitest";
import { isFrom } from "./peer-address";

test.each<[string[], string, boolean]>([
  [[], "198.51.100.7", true],
  [["10.1.2.3"], "10.1.2.3", true],
  [["10.1.2.3"], "10.1.2.4", false],
  [["10.1.2.3"], "::ffff:10.1.2.3", true],
  [["10.1.2.0/24"], "10.1.2.255", true],
  [["10.1.2.0/24"], "10.1.3.0", false],
  [["2001:db8::/32"], "2001:db8:1::5", true],
  [["2001:db8::/32"], "2001:db9::5", false],
  [["10.1.2.0/24", "2001:db8::1"], "2001:db8::1", true],
  [["0.0.0.0/0"], "2001:db8::1", false],
  [["10.1.2.3"], "", false],
])("%j lets %s in: %s", (allowed, address, expected) => {
  expect(isFrom(allowed, address)).toBe(expected);
});
