/** What changing one’s password has come to. */
export type PasswordState =
  { kind: "idle" } | { kind: "failed"; reason: "mismatch" | "tooShort" | "wrong" | "rateLimited" | "failed" };
