"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/access/action";
import { RoleChoice, type RoleChoiceValue } from "./role-choice";
import { useAction } from "@/components/ui/use-action";

export interface MadeInvitation {
  email: string;
  /** The whole address; it cannot be shown again. */
  url: string;
  expiresAt: Date;
}

export type Invite = (input: {
  email: string;
  roles: RoleChoiceValue[];
}) => Promise<ActionResult<MadeInvitation>>;

/** Makes a one-time link, and shows it this once. */
export function InviteDialog({ invite }: { invite: Invite }) {
  const t = useTranslations("admin.invitations");
  const tAdmin = useTranslations("admin");
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const format = useFormatter();
  return (
    <Dialog
      trigger={<Button variant="primary">{t("create")}</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setMade(null);
      }}
      title={made === null ? t("create") : t("linkTitle", { email: made.email })}
      description={
        made === null
          ? t("createBody")
          : t("linkBody", { date: format.dateTime(made.expiresAt, { dateStyle: "long" }) })
      }
      closeLabel={tAdmin("close")}
    >
      {made === null ? <InviteForm invite={invite} onMade={setMade} /> : <OneTimeLink url={made.url} />}
    </Dialog>
  );
}

function InviteForm({ invite, onMade }: { invite: Invite; onMade: (made: MadeInvitation) => void }) {
  const t = useTranslations("admin.invitations");
  const tAdmin = useTranslations("admin");
  const [roles, setRoles] = useState<RoleChoiceValue[]>(["neuroscientist"]);
  const { run, pending } = useAction();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "");
    if (roles.length > 0) run(() => invite({ email, roles }), null, onMade);
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={submit}>
      <Field label={t("email")}>
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <RoleChoice
        legend={t("roles")}
        value={roles}
        onChange={setRoles}
        error={roles.length === 0 ? t("rolesNeeded") : undefined}
      />
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending || roles.length === 0}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}

function OneTimeLink({ url }: { url: string }) {
  const t = useTranslations("admin.invitations");
  const tAdmin = useTranslations("admin");
  const toast = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      toast({ title: t("copied") });
    } catch {
      toast({ tone: "danger", title: t("copyFailed") });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("link")}>
        {(control) => (
          <TextInput
            {...control}
            readOnly
            value={url}
            className="font-mono text-dense"
            onFocus={(event) => {
              event.currentTarget.select();
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("close")}</Button>
        </DialogClose>
        <Button variant="primary" onClick={() => void copy()}>
          {t("copy")}
        </Button>
      </div>
    </div>
  );
}
