import type { IdentityWords } from "./clean-text";

/** What de-identification needs to know about the subject. */
export interface DeidContext {
  /** Replaces PatientName and PatientID. */
  pseudonym: string;
  /** The subject's secret offset, whole days. */
  dateOffsetDays: number;
  /** Key of the UID mapping; never rotates. */
  uidKey: Uint8Array | string;
  /** Owners of private elements (`creatorHash`) that somebody decided to drop; an unknown one is refused otherwise. */
  droppedCreators?: ReadonlySet<string>;
}

/** Everything that the rules for single values look at. */
export interface RuleContext extends DeidContext {
  identity: IdentityWords;
}
