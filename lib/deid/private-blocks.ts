import type { Dataset } from "@/lib/dicom/dataset";
import { elementOf, groupOf, type Tag } from "@/lib/dicom/tags";

import { creatorHash, isKnownCreator } from "./private-creators";
import { privateBlock, type PrivateElementRow } from "./private-elements";
import type { DeidContext } from "./rule-context";

/** A reserved block of private elements, judged by its owner. */
export type PrivateBlock =
  | { kind: "known"; creator: string; rows: ReadonlyMap<number, PrivateElementRow> }
  /** No owner, or one that somebody decided to drop. */
  | { kind: "dropped" }
  | { kind: "unknown"; creatorHash: string };

const DROPPED: PrivateBlock = { kind: "dropped" };

/** `(0021,10xx)`: which block, and nothing of its owner's text. */
export function formatBlock(tag: Tag): string {
  const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, "0");
  return `(${hex(groupOf(tag), 4)},${hex(Math.floor(elementOf(tag) / 0x100), 2)}xx)`;
}

/** `(0019,xx0C)`: a private element wherever its block is. */
export function formatPrivate(tag: Tag): string {
  const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, "0");
  return `(${hex(groupOf(tag), 4)},xx${hex(elementOf(tag) % 0x100, 2)})`;
}

/** Judges the private blocks of one data set, each once. */
export class PrivateBlocks {
  private readonly judged = new Map<number, PrivateBlock>();

  constructor(
    private readonly dataset: Dataset,
    private readonly context: DeidContext,
  ) {}

  /** The block that a private element lies in. */
  of(tag: Tag): PrivateBlock {
    const key = Math.floor(tag / 0x100);
    let block = this.judged.get(key);
    if (!block) {
      block = this.judge(tag);
      this.judged.set(key, block);
    }
    return block;
  }

  private judge(tag: Tag): PrivateBlock {
    const creator = this.dataset.privateCreatorOf(tag);
    if (creator === undefined) return DROPPED;
    if (isKnownCreator(creator)) return { kind: "known", creator, rows: privateBlock(creator, groupOf(tag)) };
    const hash = creatorHash(this.context.uidKey, creator);
    return this.context.droppedCreators?.has(hash) ? DROPPED : { kind: "unknown", creatorHash: hash };
  }
}
