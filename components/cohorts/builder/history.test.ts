import { describe, expect, it } from "vitest";
import { begun, pushed, redone, undone } from "./history";

describe("history", () => {
  it("goes back and forth, and forgets what was undone once something else is done", () => {
    const two = pushed(pushed(begun("a"), "b"), "c");
    expect(undone(two).present).toBe("b");
    expect(undone(undone(two)).present).toBe("a");
    expect(redone(undone(two))).toEqual(two);
    expect(pushed(undone(two), "d").future).toEqual([]);
  });

  it("has nothing to undo at the beginning and nothing to redo at the end", () => {
    const first = begun("a");
    expect(undone(first)).toBe(first);
    expect(redone(first)).toBe(first);
  });

  it("takes a number typed digit by digit as one step, never swallowing what was there before", () => {
    const typed = pushed(pushed(pushed(begun("a"), "1"), "12", true), "120", true);
    expect(undone(typed).present).toBe("a");
    expect(undone(pushed(begun("a"), "1", true)).present).toBe("a");
  });
});
