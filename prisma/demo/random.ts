/** A seeded source of randomness: the same seed gives the same demonstration, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [low, high], both included. */
  integer(low: number, high: number): number;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, deviation: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** One of the keys, with the given weights. */
  weighted<T>(values: readonly (readonly [T, number])[]): T;
  shuffle<T>(values: readonly T[]): T[];
  bytes(length: number): Uint8Array;
  /** A version 4 UUID (RFC 9562 §5.4). */
  uuid(): string;
  /** An independent generator whose values depend on this seed and the name alone, not on what was drawn. */
  branch(name: string): Random;
}

/** FNV-1a, 32 bits: turns a name into a seed. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Small Fast Counter, 32 bits: passes PractRand, a few nanoseconds a value. */
export function seededRandom(seed: string): Random {
  let a = hashText(seed);
  let b = hashText(`${seed}/b`);
  let c = hashText(`${seed}/c`);
  let counter = 1;
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) next32();

  const next = (): number => next32() / 4294967296;
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const at = <T>(values: readonly T[], index: number): T => {
    const value = values[index];
    if (value === undefined) throw new RangeError("nothing to choose from");
    return value;
  };
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => next32() & 0xff);

  return {
    next,
    integer,
    bytes,
    between: (low, high) => low + next() * (high - low),
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    pick: (values) => at(values, integer(0, values.length - 1)),
    weighted: (values) => {
      let rest = next() * values.reduce((total, [, weight]) => total + weight, 0);
      for (const [value, weight] of values) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return at(values, values.length - 1)[0];
    },
    shuffle: (values) => {
      const result = [...values];
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(0, i);
        const held = at(result, i);
        result[i] = at(result, j);
        result[j] = held;
      }
      return result;
    },
    uuid: () => {
      const raw = bytes(16);
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40;
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
      const hex = Buffer.from(raw).toString("hex");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    branch: (name) => seededRandom(`${seed}/${name}`),
  };
}
