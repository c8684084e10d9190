import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/platform/errors";

// Failures only: a token cannot be guessed, but nobody makes the database look for one without end. A sender with an
// old token stops itself first, before the others behind the same address.
const byToken = new RateLimiterMemory({ keyPrefix: "tt", points: 20, duration: 15 * 60 });
const byAddress = new RateLimiterMemory({ keyPrefix: "ta", points: 100, duration: 15 * 60 });

/** @throws AppError `rate-limited` after too many failures */
export async function requireTokenAttempt(tokenHash: Uint8Array | null, address: string): Promise<void> {
  const [ofToken, ofAddress] = await Promise.all([
    tokenHash && byToken.get(keyOf(tokenHash)),
    byAddress.get(address),
  ]);
  if ((ofToken?.remainingPoints ?? 1) <= 0 || (ofAddress?.remainingPoints ?? 1) <= 0)
    throw new AppError("rate-limited");
}

/** Counts a failure. */
export async function countTokenFailure(tokenHash: Uint8Array | null, address: string): Promise<void> {
  const counted = [byAddress.consume(address), ...(tokenHash ? [byToken.consume(keyOf(tokenHash))] : [])];
  for (const result of await Promise.allSettled(counted))
    if (result.status === "rejected" && !(result.reason instanceof RateLimiterRes)) throw result.reason;
}

function keyOf(tokenHash: Uint8Array): string {
  return Buffer.from(tokenHash).toString("base64url");
}
