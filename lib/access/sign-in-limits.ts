import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/platform/errors";

// Failures only. The address can be forged where no reverse proxy sets it, so the account alone is limited too, wider,
// lest a stranger could keep somebody out with a few wrong guesses.
const byAccountAndAddress = new RateLimiterMemory({ keyPrefix: "aa", points: 5, duration: 15 * 60 });
const byAccount = new RateLimiterMemory({ keyPrefix: "ac", points: 50, duration: 60 * 60 });
const byAddress = new RateLimiterMemory({ keyPrefix: "ad", points: 100, duration: 15 * 60 });

export interface SignInOrigin {
  email: string;
  address: string;
}

/**
 * Takes one attempt from each limit before the password is looked at, so that parallel guesses count too.
 * @throws AppError `rate-limited`
 */
export async function takeSignInAttempt(origin: SignInOrigin): Promise<void> {
  try {
    await Promise.all(limits(origin).map(([limiter, key]) => limiter.consume(key)));
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new AppError("rate-limited");
    throw error;
  }
}

/** Gives the attempt back after a success: only failures count. */
export async function returnSignInAttempt(origin: SignInOrigin): Promise<void> {
  await byAccountAndAddress.delete(`${origin.email} ${origin.address}`);
  await byAccount.reward(origin.email);
  await byAddress.reward(origin.address);
}

function limits({ email, address }: SignInOrigin): [RateLimiterMemory, string][] {
  return [
    [byAccountAndAddress, `${email} ${address}`],
    [byAccount, email],
    [byAddress, address],
  ];
}
