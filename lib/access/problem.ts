import { ZodError } from "zod";
import { AppError, httpStatusOf } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/** What the API answers instead of a result (RFC 9457). `title` is a key of messages/<locale>/errors.json. */
export interface Problem {
  code: AppError["code"];
  status: number;
  title: string;
  details?: Record<string, unknown>;
}

/** The AppError of anything thrown. A zod error names the fields that are wrong, never what was in them. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) {
    const fields = [...new Set(error.issues.map((issue) => issue.path.join(".")))];
    return new AppError("invalid-input", undefined, { fields }, { cause: error });
  }
  return new AppError("internal", undefined, undefined, { cause: error });
}

/** Logs a failure once, without data: what kind it was and where in our code, not what was asked. */
export function logFailure(error: AppError, where: { method: string }): void {
  if (error.code !== "internal" && error.code !== "unavailable") {
    log.info({ code: error.code, ...where }, "refused");
    return;
  }
  const cause = error.cause instanceof Error ? error.cause : error;
  // The message of a foreign error may quote values (a database driver does): its name and frames do not.
  const frames = cause.stack?.split("\n").filter((line) => line.startsWith("    at "));
  log.error({ code: error.code, name: cause.name, frames, ...where }, "failed");
}

/** The problem document of an error. */
export function problemOf(error: AppError): Problem {
  const problem: Problem = { code: error.code, status: httpStatusOf(error.code), title: error.code };
  return error.code === "internal" || error.details === undefined
    ? problem
    : { ...problem, details: error.details };
}

/** The same as a response. */
export function problemResponse(error: AppError): Response {
  const problem = problemOf(error);
  return Response.json(problem, {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
