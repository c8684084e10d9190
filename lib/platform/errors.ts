/** Every way in which a request can fail, as the interface and the API name it. */
export const ERROR_CODES = [
  "invalid-input",
  "unauthenticated",
  "forbidden",
  "not-found",
  "conflict",
  "too-large",
  "rate-limited",
  "storage-full",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

const HTTP_STATUS: Record<ErrorCode, number> = {
  "invalid-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "rate-limited": 429,
  "storage-full": 507,
  unavailable: 503,
  internal: 500,
};

/**
 * The one error that crosses a border. `details` never carries anything identifying: attribute names and
 * counts, not values.
 */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message?: string,
    readonly details?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message ?? code, options);
  }
}

/** The HTTP status of an error code. */
export function httpStatusOf(code: ErrorCode): number {
  return HTTP_STATUS[code];
}
