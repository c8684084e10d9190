import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ageAtExam, checkTime, formatAge, shiftDate, shiftDateTime } from "./dates";

describe("dates", () => {
  it.each([
    ["20240228", 1, "20240229"],
    ["20230228", 1, "20230301"],
    ["2024.02.28", 1, "20240229"],
    ["19700101", 36_525, "20700101"],
  ])("%s shifted by %d days is %s", (date, days, shifted) => {
    expect(shiftDate(date, days)).toBe(shifted);
  });

  it.each(["***", "", "20231301", "20230230", "2023", "99991231x", "20230101-20230201"])(
    "%j is no date",
    (value) => {
      expect(shiftDate(value, 36_525)).toBeNull();
    },
  );

  it("keeps intervals exact", () => {
    const day = fc.date({ min: new Date("1990-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    const da = (date: Date): string => date.toISOString().slice(0, 10).replaceAll("-", "");
    const ms = (text: string): number =>
      Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
    fc.assert(
      fc.property(day, day, fc.integer({ min: 36_525, max: 73_050 }), (a, b, offset) => {
        const [x, y] = [shiftDate(da(a), offset) ?? "", shiftDate(da(b), offset) ?? ""];
        expect(ms(y) - ms(x)).toBe(ms(da(b)) - ms(da(a)));
        expect(ms(x) - ms(da(a))).toBe(offset * 86_400_000);
      }),
    );
  });

  it("shifts the day of a DT, keeps its time and drops its zone", () => {
    expect(shiftDateTime("20220711121126.111162+0200", 36_525)).toBe("21220712121126.111162");
    expect(shiftDateTime("20220711", 36_525)).toBe("21220712");
    expect(shiftDateTime("2022", 36_525)).toBeNull();
    expect(shiftDateTime("20220711xyz", 36_525)).toBeNull();
  });

  it("keeps times of day and nothing else in TM", () => {
    expect(checkTime("134148.717500")).toBe("134148.717500");
    expect(checkTime("13")).toBe("13");
    expect(checkTime("***")).toBeNull();
    expect(checkTime("Dupont")).toBeNull();
  });
});

describe("age at the exam", () => {
  it.each([
    ["19700606", "20220407", undefined, 51],
    ["19700407", "20220407", undefined, 52],
    ["19200101", "20220407", undefined, 90],
    [undefined, "20220407", "051Y", 51],
    [undefined, "20220407", "095Y", 90],
    [undefined, "20220407", "018M", 1],
    [undefined, "20220407", "000Y", null],
    ["***", "***", "***", null],
    ["20230101", "20220101", "030Y", 30],
  ])("born %s, seen %s, said %s: %s", (birth, exam, said, age) => {
    expect(ageAtExam(birth, exam, said)).toBe(age);
  });

  it("is written as AS", () => {
    expect(formatAge(7)).toBe("007Y");
    expect(formatAge(90)).toBe("090Y");
  });
});
