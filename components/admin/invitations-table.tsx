"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { ListedInvitation } from "@/lib/access/list-invitations";
import { ConfirmDialog } from "./confirm-dialog";
import { useAction } from "@/components/ui/use-action";

/** Who was invited, and what became of it. */
export function InvitationsTable({
  invitations,
  revoke,
}: {
  invitations: readonly ListedInvitation[];
  revoke: (invitationId: string) => Promise<ActionResult<null>>;
}) {
  const t = useTranslations("admin.invitations");
  const tTerms = useTranslations("terms.userRole");
  const format = useFormatter();
  const [asking, setAsking] = useState<ListedInvitation | null>(null);
  const { run, pending } = useAction();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  const nameOf = (invitation: ListedInvitation) => invitation.email || t("first");
  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("email")}</TableHeading>
            <TableHeading>{t("roles")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
            <TableHeading>{t("by")}</TableHeading>
            <TableHeading>{t("on")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("actions")}</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {invitations.map((invitation) => (
            <TableRow key={invitation.id} className="border-t">
              <TableCell className="font-medium">{nameOf(invitation)}</TableCell>
              <TableCell>
                <span className="flex flex-wrap gap-1">
                  {invitation.roles.map((role) => (
                    <Badge key={role}>{tTerms(role)}</Badge>
                  ))}
                </span>
              </TableCell>
              <TableCell className={invitation.state === "open" ? undefined : "text-muted"}>
                {t(`stateOf.${invitation.state}`, { date: day(stateDate(invitation)) })}
              </TableCell>
              <TableCell className="text-muted">{invitation.invitedByName ?? t("bySystem")}</TableCell>
              <TableCell className="text-muted">{day(invitation.createdAt)}</TableCell>
              <TableCell numeric>
                {invitation.state === "open" ? (
                  <Button
                    size="small"
                    onClick={() => {
                      setAsking(invitation);
                    }}
                  >
                    {t("revoke")}
                    <span className="sr-only">{nameOf(invitation)}</span>
                  </Button>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => {
          setAsking(null);
        }}
        title={t("revokeTitle", { email: asking === null ? "" : nameOf(asking) })}
        body={t("revokeBody")}
        confirmLabel={t("revokeDo")}
        pending={pending}
        onConfirm={() => {
          if (asking === null) return;
          run(
            () => revoke(asking.id),
            t("revokeDone"),
            () => {
              setAsking(null);
            },
          );
        }}
      />
    </>
  );
}

function stateDate(invitation: ListedInvitation): Date {
  const { state, acceptedAt, revokedAt, expiresAt } = invitation;
  return (state === "accepted" ? acceptedAt : state === "revoked" ? revokedAt : null) ?? expiresAt;
}
