/** Why a file cannot be de-identified by rule. */
export type DeidRefusalReason = "unknown-private-creator";

/** The rules cannot judge a file: somebody has to decide. Says which attributes, never what is in them. */
export class DeidRefusal extends Error {
  /**
   * @param attributes private blocks such as `(0021,10xx)`, sorted, each once
   * @param creatorHashes their owners (`creatorHash`), sorted, each once: what `DeidContext.droppedCreators` has to hold for
   *   the file to pass
   */
  constructor(
    readonly reason: DeidRefusalReason,
    readonly attributes: readonly string[],
    readonly creatorHashes: readonly string[],
  ) {
    super(reason);
    this.name = "DeidRefusal";
  }
}
