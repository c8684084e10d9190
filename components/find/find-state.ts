/** What a search by hospital identifier has come to; never the identifier itself. */
export type FindState =
  | { kind: "idle" }
  | { kind: "found"; pseudonym: string }
  | { kind: "none" }
  | { kind: "failed"; reason: "invalid" | "rateLimited" | "forbidden" | "failed" };
