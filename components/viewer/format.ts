import type { Vec3 } from "@/lib/viewer/geometry";

/** The part of next-intl's formatter used here. */
interface NumberFormat {
  number(value: number, options?: Intl.NumberFormatOptions): string;
}

const MM: Intl.NumberFormatOptions = {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "negative",
};

export function formatMm(format: NumberFormat, value: number): string {
  return format.number(value, MM).replace("-", "−");
}

/** "x 18,4 y −22,1 z 31,0", in the user's notation. */
export function formatPoint(format: NumberFormat, [x, y, z]: Vec3): string {
  return `x ${formatMm(format, x)}  y ${formatMm(format, y)}  z ${formatMm(format, z)}`;
}

/** A voxel's value: exact where it is a whole number, five significant digits otherwise. */
export function formatValue(format: NumberFormat, value: number): string {
  return format.number(value, Number.isInteger(value) ? {} : { maximumSignificantDigits: 5 });
}

/** UCUM codes of maps as radiologists write them. */
const UNITS: Readonly<Record<string, string>> = {
  "um2/s": "·10⁻⁶ mm²/s",
  "mm2/s": "mm²/s",
  "10*-6.mm2/s": "·10⁻⁶ mm²/s",
  "10*-3.mm2/s": "·10⁻³ mm²/s",
};

/** The unit of a volume's values, or null where they are arbitrary. */
export function unitName(unit: string | null | undefined): string | null {
  return unit ? (UNITS[unit] ?? unit) : null;
}

/** A voxel size: "1 × 1 × 1,2". */
export function formatVoxel(format: NumberFormat, size: readonly number[]): string {
  return size.map((mm) => format.number(mm, { maximumSignificantDigits: 3 })).join(" × ");
}

/** A number as typed in French or English ("18,4", "−22.1"), or null. */
export function parseTyped(text: string): number | null {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
