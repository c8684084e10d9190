import { AppError } from "@/lib/platform/errors";

/** The code of the error that a call is refused with; "answered" where it is not. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "answered";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
