"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ScannerView } from "@/lib/network/network-view";
import type { NetworkActions } from "./network-actions";
import { ScannerForm } from "./scanner-form";

/** What can be done about one scanner. */
export function ScannerMenu({
  scanner,
  name,
  siteId,
  sites,
  actions,
}: {
  scanner: ScannerView;
  name: string;
  siteId: string;
  sites: readonly { id: string; name: string }[];
  actions: NetworkActions;
}) {
  const t = useTranslations("network");
  const tAdmin = useTranslations("admin");
  const [asking, setAsking] = useState<"edit" | "hardware" | null>(null);
  const { run, pending } = useAction();
  const close = () => {
    setAsking(null);
  };
  const onOpenChange = (open: boolean) => {
    if (!open) close();
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="small" variant="quiet" aria-label={tAdmin("actionsFor", { name })}>
            <Icon name="chevronDown" className="size-3" />
          </Button>
        }
      >
        <MenuItem
          onSelect={() => {
            setAsking("edit");
          }}
        >
          {t("editScanner")}
        </MenuItem>
        <MenuItem
          onSelect={() => {
            setAsking("hardware");
          }}
        >
          {t("addHardware")}
        </MenuItem>
      </Menu>
      <Dialog
        open={asking === "edit"}
        onOpenChange={onOpenChange}
        title={t("editScannerTitle", { name })}
        closeLabel={tAdmin("close")}
      >
        <ScannerForm
          editing
          sites={sites}
          initial={{
            siteId,
            manufacturer: scanner.manufacturer,
            model: scanner.model,
            fieldStrengthTesla: String(scanner.fieldStrengthTesla),
            label: scanner.label ?? "",
            silentAfterHours: String(scanner.traffic?.silentAfterHours ?? ""),
            retired: scanner.retired,
          }}
          submitLabel={t("scannerForm.save")}
          pending={pending}
          onSubmit={(draft) => {
            run(() => actions.editScanner(scanner.id, draft), t("scannerSaved", { name }), close);
          }}
        />
      </Dialog>
      <Dialog
        open={asking === "hardware"}
        onOpenChange={onOpenChange}
        title={t("hardwareTitle", { name })}
        description={t("hardwareBody")}
        closeLabel={tAdmin("close")}
      >
        <HardwareForm
          pending={pending}
          onSubmit={(event) => {
            run(
              () => actions.addHardware({ scannerId: scanner.id, ...event }),
              t("hardwareAdded", { name }),
              close,
            );
          }}
        />
      </Dialog>
    </>
  );
}

function HardwareForm({
  pending,
  onSubmit,
}: {
  pending: boolean;
  onSubmit: (event: { on: string; note: string }) => void;
}) {
  const t = useTranslations("network");
  const tAdmin = useTranslations("admin");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSubmit({ on: String(form.get("on") ?? ""), note: String(form.get("note") ?? "") });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("hardwareOn")}>
        {(control) => <TextInput {...control} type="date" name="on" required className="max-w-44" />}
      </Field>
      <Field label={t("hardwareNote")} hint={t("hardwareNoteHint")}>
        {(control) => <TextInput {...control} name="note" required minLength={3} maxLength={200} />}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {t("hardwareSubmit")}
        </Button>
      </div>
    </form>
  );
}
