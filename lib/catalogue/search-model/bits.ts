/** Positions of the bits that are set. */
export function bitsOf(bits: number): number[] {
  const found: number[] = [];
  for (let bit = 0; bits >>> bit !== 0; bit++) if ((bits >>> bit) & 1) found.push(bit);
  return found;
}
