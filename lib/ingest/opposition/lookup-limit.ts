import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/platform/errors";

/** Enough for a morning's letters, far too few to try out numbers: identifiers are often short sequences of digits. */
const perUser = new RateLimiterMemory({ keyPrefix: "opposition", points: 20, duration: 10 * 60 });

/** Counts an answer that tells whether an identifier is known. @throws AppError `rate-limited` */
export async function countLookup(userId: string): Promise<void> {
  await perUser.consume(userId).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) throw new AppError("rate-limited");
    throw error;
  });
}
