"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { ActionResult } from "@/lib/access/action";
import type { GrantRow, GrantState } from "@/lib/access/grant-store";
import { ConfirmDialog } from "./confirm-dialog";
import { GrantForm, type GrantChoices, type GrantDraft } from "./grant-form";
import { GrantsFilter } from "./grants-filter";
import { GrantsTable } from "./grants-table";
import { useAction } from "@/components/ui/use-action";

/** Grants in one state, and giving and revoking them. */
export function GrantsView({
  grants,
  counts,
  state,
  userId,
  giveTo,
  choices,
  listed,
  give,
  revoke,
}: {
  grants: readonly GrantRow[];
  counts: Record<GrantState, number>;
  state: GrantState;
  /** The person that the list is limited to. */
  userId: string | null;
  /** Opens the form for this person. */
  giveTo: string | null;
  choices: GrantChoices;
  /** At most this many are listed. */
  listed: number;
  give: (grant: GrantDraft) => Promise<ActionResult<null>>;
  revoke: (grantId: string) => Promise<ActionResult<null>>;
}) {
  const t = useTranslations("admin.grants");
  const tAdmin = useTranslations("admin");
  const [draft, setDraft] = useState<Partial<GrantDraft> | null>(giveTo === null ? null : { userId: giveTo });
  const [revoking, setRevoking] = useState<GrantRow | null>(null);
  const { run, pending } = useAction();
  const openForm = () => {
    setDraft(userId === null ? {} : { userId });
  };
  const giveButton = (
    <Button variant="primary" onClick={openForm}>
      {t("give")}
    </Button>
  );

  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <GrantsFilter state={state} userId={userId} counts={counts} people={choices.people} />
        {grants.length > 0 || state !== "active" ? giveButton : null}
      </div>
      {grants.length === 0 ? (
        <EmptyState
          title={state === "active" ? t("emptyActiveTitle") : t("emptyOtherTitle")}
          body={state === "active" ? t("emptyActiveBody") : undefined}
          action={state === "active" ? giveButton : undefined}
        />
      ) : (
        <GrantsTable
          grants={grants}
          state={state}
          onRevoke={setRevoking}
          onGiveAgain={(grant) => {
            setDraft({
              userId: grant.userId,
              scope: scopeValue(grant),
              level: grant.level,
              trueDates: grant.trueDates,
              purpose: grant.purpose,
            });
          }}
        />
      )}
      {counts[state] > grants.length ? (
        <p className="text-dense text-muted">{t("truncated", { count: listed })}</p>
      ) : null}
      <Dialog
        open={draft !== null}
        onOpenChange={(open) => {
          if (!open) setDraft(null);
        }}
        title={t("giveTitle")}
        description={t("giveBody")}
        closeLabel={tAdmin("close")}
      >
        {draft === null ? null : (
          <GrantForm
            draft={draft}
            choices={choices}
            pending={pending}
            onGive={(grant) => {
              run(
                () => give(grant),
                t("given"),
                () => {
                  setDraft(null);
                },
              );
            }}
          />
        )}
      </Dialog>
      <ConfirmDialog
        open={revoking !== null}
        onClose={() => {
          setRevoking(null);
        }}
        title={t("revokeTitle")}
        body={t("revokeBody", { name: revoking?.userName ?? "" })}
        confirmLabel={t("revokeDo")}
        pending={pending}
        onConfirm={() => {
          if (revoking === null) return;
          run(
            () => revoke(revoking.id),
            t("revokeDone"),
            () => {
              setRevoking(null);
            },
          );
        }}
      />
    </>
  );
}

function scopeValue(grant: GrantRow): string {
  if (grant.siteId !== null) return `site:${grant.siteId}`;
  return grant.projectId !== null ? `project:${grant.projectId}` : "network";
}
