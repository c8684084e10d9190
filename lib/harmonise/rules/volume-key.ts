/** What tells a Volume from the others of its series. */
export interface KeyedVolume {
  component: string;
  /** As the rules found it, not as somebody corrected it. */
  map: string | null;
}

/**
 * Names the Volumes of a series, given in their order, so that the like Volume of a later series of the same protocol has the
 * same name: component, map, and its turn among those of both ("magnitude:B0Hz:1"). An ordinal alone would not do: a series
 * that lacks pictures has Volumes left over, which come last.
 */
export function volumeKeys(volumes: readonly KeyedVolume[]): string[] {
  const turns = new Map<string, number>();
  return volumes.map(({ component, map }) => {
    const kind = `${component}:${map ?? "-"}`;
    const turn = (turns.get(kind) ?? 0) + 1;
    turns.set(kind, turn);
    return `${kind}:${turn}`;
  });
}
