"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";

/** Asks before something that others will feel. Cancelling is the first stop of the keyboard. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  body,
  confirmLabel,
  pending,
  onConfirm,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  body: string;
  confirmLabel: string;
  pending: boolean;
  onConfirm: () => void;
}) {
  const t = useTranslations("admin");
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={title}
      description={body}
      closeLabel={t("close")}
    >
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button autoFocus>{t("cancel")}</Button>
        </DialogClose>
        <Button variant="danger" disabled={pending} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
