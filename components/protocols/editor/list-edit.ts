/** A list with one item replaced. */
export function replaced<T extends { key: string }>(list: readonly T[], item: T): T[] {
  return list.map((one) => (one.key === item.key ? item : one));
}

export function without<T extends { key: string }>(list: readonly T[], key: string): T[] {
  return list.filter((one) => one.key !== key);
}

/** A list with one item moved up (-1) or down (1). */
export function moved<T extends { key: string }>(list: readonly T[], key: string, by: -1 | 1): T[] {
  const from = list.findIndex((one) => one.key === key);
  const to = from + by;
  const item = list[from];
  if (!item || to < 0 || to >= list.length) return [...list];
  const rest = without(list, key);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
