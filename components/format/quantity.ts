/** No-break space between a number and its unit (SI brochure §5.4.3), in French and in English alike. */
const SPACE = "\u00a0";

export type Unit = "ms" | "s" | "mm" | "T" | "Hz" | "Hz/px" | "°" | "s/mm²" | "mm/s" | "MB" | "mm³";

function asNumber(locale: string, value: number, maximumFractionDigits: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits }).format(value);
}

/** A number with its unit, e.g. "2 300 ms" in French, "2,300 ms" in English. A degree sign touches its number. */
export function formatQuantity(locale: string, value: number, unit: Unit, maximumFractionDigits = 2): string {
  const number = asNumber(locale, value, maximumFractionDigits);
  return unit === "°" ? `${number}°` : `${number}${SPACE}${unit}`;
}

/** Several numbers of one unit, e.g. "4,92 · 7,38 ms". */
export function formatQuantities(locale: string, values: readonly number[], unit: Unit, digits = 2): string {
  return `${values.map((value) => asNumber(locale, value, digits)).join(`${SPACE}· `)}${SPACE}${unit}`;
}

/** Voxel edges, e.g. "0,9 × 0,9 × 1 mm"; one figure when they are equal to a hundredth. */
export function formatVoxelSize(locale: string, edgesMm: readonly [number, number, number]): string {
  const written = edgesMm.map((edge) => asNumber(locale, edge, 2));
  const distinct = new Set(written);
  const figures = distinct.size === 1 ? written.slice(0, 1) : written;
  return `${figures.join(`${SPACE}×${SPACE}`)}${SPACE}mm`;
}

/** Array dimensions, e.g. "256 × 256 × 176"; a fourth axis of one is left out. */
export function formatDimensions(
  locale: string,
  [nx, ny, nz, nt]: readonly [number, number, number, number],
): string {
  const axes = nt > 1 ? [nx, ny, nz, nt] : [nx, ny, nz];
  return axes.map((n) => asNumber(locale, n, 0)).join(`${SPACE}×${SPACE}`);
}

/** Bytes in decimal megabytes; "Mo" in French. */
export function formatMegabytes(locale: string, bytes: number): string {
  const megabytes = bytes / 1e6;
  const unit = locale.startsWith("fr") ? "Mo" : "MB";
  return `${asNumber(locale, megabytes, megabytes < 10 ? 1 : 0)}${SPACE}${unit}`;
}
