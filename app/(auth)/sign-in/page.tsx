import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { SignInForm } from "@/components/auth/sign-in-form";
import { findCurrentActor } from "@/lib/access/current-actor";
import { safeReturnTo } from "@/lib/access/return-to";
import { enter } from "./actions";

const querySchema = z.object({
  returnTo: z.string().optional().catch(undefined),
  /** Filled in after an invitation was accepted. */
  email: z.email().optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = querySchema.parse(await searchParams);
  const returnTo = safeReturnTo(query.returnTo);
  if (await findCurrentActor()) redirect(returnTo);
  return (
    <SignInForm email={query.email} welcome={query.email !== undefined} enter={enter.bind(null, returnTo)} />
  );
}
