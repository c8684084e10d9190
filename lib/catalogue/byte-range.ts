export type RangeAnswer =
  { kind: "whole" } | { kind: "part"; start: number; end: number } | { kind: "unsatisfiable" };

/**
 * What a Range header asks of `size` bytes (RFC 9110 §14.2): one range is honoured, [start, end); several ranges,
 * another unit or nonsense are ignored, as the RFC allows.
 */
export function parseByteRange(header: string | null, size: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (!match || (first === "" && last === "")) return { kind: "whole" };
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 || size === 0
      ? { kind: "unsatisfiable" }
      : { kind: "part", start: Math.max(0, size - suffix), end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < start) return { kind: "whole" };
  return start >= size ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}
