export const VIEWER_FAILURES = ["network", "decoding", "gone", "too-big", "no-webgl", "black"] as const;
/** Why a picture cannot be shown, each a key of messages/…/viewer.json. */
export type ViewerFailure = (typeof VIEWER_FAILURES)[number];

export class ViewerError extends Error {
  override readonly name = "ViewerError";

  constructor(
    readonly failure: ViewerFailure,
    options?: ErrorOptions,
  ) {
    super(failure, options);
  }
}

/** Whether trying again may help. */
export function isRetryable(failure: ViewerFailure): boolean {
  return failure === "network" || failure === "decoding" || failure === "black";
}
