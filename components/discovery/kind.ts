import type { KindCount, SeriesKind } from "@/lib/harmonise/discovery/group-parameters-store";

/** How the address names whether a kind is 3D. */
export function dimensionOf({ is3D }: SeriesKind): "3D" | "2D" | "unknown" {
  return is3D === null ? "unknown" : is3D ? "3D" : "2D";
}

/** The page of a kind, for one maker or for all. */
export function discoveryHref(kind: SeriesKind, maker: string | null): string {
  const query = new URLSearchParams({ role: kind.role, dimension: dimensionOf(kind) });
  if (maker !== null) query.set("maker", maker);
  return `/network/discovery?${query.toString()}`;
}

/** A name of a kind within the list. */
export function kindKey(kind: Pick<KindCount, "role" | "is3D">): string {
  return `${kind.role}.${dimensionOf(kind)}`;
}
