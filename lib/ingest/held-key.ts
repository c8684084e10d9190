/**
 * Where the sealed bytes of a received object are, from its arrival until it is stored or erased: a held file and one
 * that waits differ by their rows alone, so that holding and releasing move nothing.
 */
export function heldKey(id: string): string {
  return `held/${id}`;
}
