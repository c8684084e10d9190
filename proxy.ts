import { NextResponse, type NextRequest } from "next/server";
import { contentSecurityPolicy } from "@/components/shell/content-security-policy";
import { RETURN_TO_HEADER } from "@/lib/access/return-to";
import { env } from "@/lib/platform/env";

const TWO_YEARS_OF_HTTPS = `max-age=${2 * 365 * 24 * 60 * 60}; includeSubDomains`;

/**
 * Sets the Content-Security-Policy of pages and tells them their own path (to come back to after signing in). It
 * decides nothing about access: services do.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce, env().nodeEnv === "development");
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's policy and puts it on its own scripts.
  headers.set("content-security-policy", policy);
  headers.set(RETURN_TO_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (env().publicUrl.startsWith("https:")) {
    response.headers.set("strict-transport-security", TWO_YEARS_OF_HTTPS);
  }
  return response;
}

export const config = {
  // Pages only: files of the build, the API and DICOMweb are not documents, and a body that passes here is copied.
  matcher: ["/((?!api/|dicomweb/|_next/static|_next/image|icon|favicon.ico).*)"],
};
