import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/access/session";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const answer: unknown = await NextAuth(request, context, authOptions());
  if (!(answer instanceof Response)) throw new Error("next-auth gave no response");
  return answer;
}

/** next-auth's own endpoints: csrf, callback/credentials, session, signout. */
export { handle as GET, handle as POST };
