"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ActionResult } from "@/lib/access/action";
import type { PeerInput } from "@/lib/ingest/peer";
import { useAction } from "@/components/ui/use-action";

export type SavePeer = (input: PeerInput) => Promise<ActionResult<string>>;

interface PeerDialogProps {
  /** Null adds one. */
  peer: PeerInput | null;
  sites: readonly { id: string; name: string }[];
  save: SavePeer;
}

/** Adds a DICOM node that may send, or changes one. */
export function PeerDialog({ peer, sites, save }: PeerDialogProps) {
  const t = useTranslations("admin.peers");
  const tAdmin = useTranslations("admin");
  const [open, setOpen] = useState(false);
  const trigger = peer ? (
    <Button size="small">
      {t("edit")}
      <span className="sr-only">{peer.name}</span>
    </Button>
  ) : (
    <Button variant="primary">{t("add")}</Button>
  );
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      title={peer ? t("editTitle", { name: peer.name }) : t("add")}
      description={t("formBody")}
      closeLabel={tAdmin("close")}
    >
      <PeerForm
        peer={peer}
        sites={sites}
        save={save}
        onSaved={() => {
          setOpen(false);
        }}
      />
    </Dialog>
  );
}

function PeerForm({ peer, sites, save, onSaved }: PeerDialogProps & { onSaved: () => void }) {
  const t = useTranslations("admin.peers");
  const tAdmin = useTranslations("admin");
  const [siteId, setSiteId] = useState(peer?.siteId ?? "");
  const { run, pending } = useAction();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const input: PeerInput = {
      id: peer?.id ?? null,
      siteId,
      name: text("name"),
      aeTitle: text("aeTitle"),
      addresses: text("addresses")
        .split(/[\s,;]+/)
        .filter(Boolean),
      certificate: text("certificate") || null,
      enabled: peer?.enabled ?? true,
      commitHost: text("commitHost") || null,
      commitPort: text("commitPort") === "" ? null : Number(text("commitPort")),
    };
    run(() => save(input), t("saved"), onSaved);
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("name")}>
        {(control) => (
          <TextInput {...control} name="name" required maxLength={80} defaultValue={peer?.name} autoFocus />
        )}
      </Field>
      <Field label={t("site")}>
        {(control) => (
          <Select
            {...control}
            value={siteId}
            placeholder={t("chooseSite")}
            onValueChange={setSiteId}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <Field label={t("aeTitle")} hint={t("aeTitleHint")}>
        {(control) => (
          <TextInput
            {...control}
            name="aeTitle"
            required
            maxLength={16}
            defaultValue={peer?.aeTitle}
            className="font-mono"
          />
        )}
      </Field>
      <Field label={t("addresses")} hint={t("addressesHint")}>
        {(control) => (
          <TextArea
            {...control}
            name="addresses"
            rows={2}
            defaultValue={peer?.addresses.join("\n")}
            className="font-mono"
          />
        )}
      </Field>
      <Field label={t("certificate")} hint={t("certificateHint")}>
        {(control) => (
          <TextInput
            {...control}
            name="certificate"
            maxLength={95}
            defaultValue={peer?.certificate ?? ""}
            className="font-mono"
          />
        )}
      </Field>
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <Field label={t("commitHost")} hint={t("commitHint")}>
          {(control) => (
            <TextInput {...control} name="commitHost" maxLength={253} defaultValue={peer?.commitHost ?? ""} />
          )}
        </Field>
        <Field label={t("commitPort")}>
          {(control) => (
            <TextInput
              {...control}
              name="commitPort"
              type="number"
              min={1}
              max={65_535}
              defaultValue={peer?.commitPort ?? ""}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending || siteId === ""}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
