/** Gives each distinct key a small number, in the order in which they come. */
export class Interned {
  private readonly numbers = new Map<string, number>();
  readonly keys: string[] = [];

  of(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }

  find(key: string): number | undefined {
    return this.numbers.get(key);
  }

  get size(): number {
    return this.keys.length;
  }
}
