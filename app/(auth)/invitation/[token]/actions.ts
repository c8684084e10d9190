"use server";

import { redirect } from "next/navigation";
import { requestPreferences } from "@/app/i18n/preferences";
import type { InvitationAnswer } from "@/components/auth/invitation-form";
import { acceptInvitation, acceptInvitationSchema } from "@/lib/access/accept-invitation";
import { type ActionResult, runPublicAction } from "@/lib/access/action";

/** Opens the account of a one-time link, then asks to sign in with it. */
export async function accept(token: string, answer: InvitationAnswer): Promise<ActionResult<never>> {
  const { locale } = await requestPreferences();
  const input = { ...answer, email: answer.email ?? undefined, token, locale };
  return runPublicAction(acceptInvitationSchema, input, async (parsed) => {
    const { email } = await acceptInvitation(parsed);
    redirect(`/sign-in?email=${encodeURIComponent(email)}`);
  });
}
