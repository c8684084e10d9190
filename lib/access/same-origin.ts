import { AppError } from "@/lib/platform/errors";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses a changing request that a page of another origin makes with this user's cookie. Browsers say where a
 * request comes from (Sec-Fetch-Site, or Origin with plain http); a client that says neither is no browser and has no
 * cookie that somebody else could use.
 * @throws AppError `forbidden`
 */
export function requireSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) {
    if (site === "same-origin" || site === "none") return;
    throw new AppError("forbidden");
  }
  const origin = request.headers.get("origin");
  if (origin === null) return;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  const own = [request.headers.get("host"), new URL(publicUrl).host];
  if (host === null || !own.includes(host)) throw new AppError("forbidden");
}
