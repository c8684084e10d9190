import { SEQUENCE_ROLES, VERDICTS } from "../search-query";
import { kindNumbers, SERIES_NUMBERS, type SeriesKindFacts } from "./facts";
import { Interned } from "./interned";

type NumberName = (typeof SERIES_NUMBERS)[number];
const LISTED: readonly NumberName[] = ["echoTimeMs", "bValueSPerMm2"];

/** A verdict of one protocol. */
export type KindVerdict = readonly [protocol: number, verdict: string];

/** Distinct kinds of series as columns; a kind never changes. */
export class SeriesKinds {
  private readonly slots = new Map<number, number>();
  readonly role: number[] = [];
  /** 0 unknown, 2 or 3. */
  readonly dimension: number[] = [];
  /** Position in `maps`; -1 for none. */
  readonly map: number[] = [];
  readonly contrast: string[] = [];
  readonly derived: boolean[] = [];
  readonly pixels: boolean[] = [];
  readonly qc: string[] = [];
  readonly rating: (string | null)[] = [];
  readonly verdicts: (readonly KindVerdict[])[] = [];
  /** Bits by VERDICTS, whatever the protocol. */
  readonly verdictBits: number[] = [];
  /** Numbers of one value; NaN where unknown. */
  readonly numbers = new Map<NumberName, number[]>();
  readonly lists = new Map<NumberName, number[][]>();
  readonly maps = new Interned();

  constructor() {
    for (const name of SERIES_NUMBERS) {
      if (LISTED.includes(name)) this.lists.set(name, []);
      else this.numbers.set(name, []);
    }
  }

  get size(): number {
    return this.role.length;
  }

  slotOf(id: number): number | undefined {
    return this.slots.get(id);
  }

  add(id: number, facts: SeriesKindFacts): void {
    if (this.slots.has(id)) return;
    const [role, is3D, map, contrast, derived, pixels, qc, rating, verdicts, numbers] = facts;
    this.slots.set(id, this.size);
    this.role.push(SEQUENCE_ROLES.findIndex((one) => one === role));
    this.dimension.push(is3D === null ? 0 : is3D ? 3 : 2);
    this.map.push(map === null ? -1 : this.maps.of(map));
    this.contrast.push(contrast);
    this.derived.push(derived);
    this.pixels.push(pixels);
    this.qc.push(qc);
    this.rating.push(rating);
    this.verdicts.push(verdicts);
    this.verdictBits.push(verdictBits(verdicts));
    SERIES_NUMBERS.forEach((name, index) => {
      const values = kindNumbers(numbers[index]);
      this.lists.get(name)?.push(values);
      this.numbers.get(name)?.push(values[0] ?? NaN);
    });
  }
}

/** Bits by VERDICTS; `none` where there is no verdict. */
export function verdictBits(verdicts: readonly KindVerdict[]): number {
  if (verdicts.length === 0) return 1 << VERDICTS.indexOf("none");
  return verdicts.reduce(
    (bits, [, verdict]) => bits | (1 << VERDICTS.findIndex((one) => one === verdict)),
    0,
  );
}
