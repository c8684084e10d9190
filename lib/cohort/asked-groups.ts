import { childrenOf, type CriteriaNode, type SeriesNode } from "./criteria";

/** The groups of `series` nodes that are under no `not`, or under two: what is denied asks for no series. */
export function askedGroups(node: CriteriaNode, denied = false): SeriesNode[] {
  if (node.kind === "series") return denied ? [] : [node.of];
  const deniedBelow = node.kind === "not" ? !denied : denied;
  return childrenOf(node).flatMap((part) => askedGroups(part, deniedBelow));
}
