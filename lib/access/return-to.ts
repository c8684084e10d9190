/** Set by proxy.ts on every page request, so that a page knows where to come back to after signing in. */
export const RETURN_TO_HEADER = "x-ariane-path";

/** A path of this application to go to after signing in; anything that could leave it becomes "/". */
export function safeReturnTo(value: string | null | undefined): string {
  // "//host" and "/\host" are read by browsers as another origin; control characters are stripped by them first.
  if (!value || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(value)) return "/";
  return /^\/sign-in(?:[/?#]|$)/.test(value) ? "/" : value;
}
