import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { InvitationForm } from "@/components/auth/invitation-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PASSWORD_MIN_CHARS } from "@/lib/access/password";
import { toAppError } from "@/lib/access/problem";
import { readInvitation } from "@/lib/access/read-invitation";
import { accept } from "./actions";

const paramsSchema = z.object({ token: z.string().max(100) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.invitation"))("title") };
}

export default async function InvitationPage({ params }: { params: Promise<unknown> }) {
  const t = await getTranslations("auth.invitation");
  const tTerms = await getTranslations("terms.userRole");
  const format = await getFormatter();
  const { token } = paramsSchema.parse(await params);
  const invitation = await openInvitation(token);
  if (invitation === null) {
    return (
      <EmptyState
        headingLevel={1}
        title={t("closedTitle")}
        body={t("closedBody")}
        action={<LinkButton href="/sign-in">{t("toSignIn")}</LinkButton>}
      />
    );
  }
  const roles = format.list(
    invitation.roles.map((role) => tTerms(role)),
    { type: "conjunction" },
  );
  return (
    <InvitationForm
      email={invitation.email}
      intro={invitation.email === null ? t("introFirst") : t("intro", { roles })}
      passwordMinChars={PASSWORD_MIN_CHARS}
      accept={accept.bind(null, token)}
    />
  );
}

async function openInvitation(token: string) {
  try {
    return await readInvitation(token);
  } catch (error) {
    if (toAppError(error).code === "not-found") return null;
    throw error;
  }
}
