/** Units that a protocol may be written in, each with what one of it is in the unit that Ariane keeps. */
const UNITS = {
  ms: { ms: 1, s: 1000, us: 0.001 },
  mm: { mm: 1, cm: 10, m: 1000, um: 0.001 },
  deg: { deg: 1, rad: 180 / Math.PI },
  "Hz/px": { "Hz/px": 1, "kHz/px": 1000 },
  "s/mm2": { "s/mm2": 1, "ms/um2": 1000 },
  T: { T: 1, mT: 0.001, G: 0.0001 },
  "1": { "1": 1 },
} as const;

/** The unit in which a quantity is kept. */
export type KeptUnit = keyof typeof UNITS;

/** Every unit in which a quantity that is kept in `kept` may be written. */
export function unitsOf(kept: KeptUnit): string[] {
  return Object.keys(UNITS[kept]);
}

/** How many `kept` one `unit` is; null when they do not measure the same thing. */
export function inKeptUnit(unit: string, kept: KeptUnit): number | null {
  const factors: Readonly<Record<string, number>> = UNITS[kept];
  return Object.hasOwn(factors, unit) ? (factors[unit] ?? null) : null;
}
