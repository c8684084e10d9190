"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import type { HeldGroupView } from "@/lib/ingest/list-held-groups";
import type { QuarantineActions } from "./quarantine-actions";
import { useHeldCount } from "./use-held-count";

interface DialogProps {
  /** The files it is about; null while it is closed. */
  group: HeldGroupView | null;
  pending: boolean;
  onClose: () => void;
  onConfirm: (group: HeldGroupView) => void;
}

/** Asks before the bytes of held files are gone for ever. */
export function EraseDialog({ group, pending, onClose, onConfirm }: DialogProps) {
  const t = useTranslations("admin.quarantine");
  return (
    <ConfirmDialog
      open={group !== null}
      onClose={onClose}
      title={t("eraseTitle", { files: group?.count ?? 0 })}
      body={t("eraseBody")}
      confirmLabel={t("eraseDo")}
      pending={pending}
      onConfirm={() => {
        if (group) onConfirm(group);
      }}
    />
  );
}

/** Asks before private creators are dropped from every file, and says how many files that lets go. */
export function DropDialog({
  group,
  count,
  pending,
  onClose,
  onConfirm,
}: DialogProps & { count: QuarantineActions["count"] }) {
  const t = useTranslations("admin.quarantine");
  const files = useHeldCount(group, "creators", count);
  const creators = group?.creators ?? 0;
  return (
    <ConfirmDialog
      open={group !== null}
      onClose={onClose}
      title={t("dropTitle", { creators })}
      body={t("dropBody", { files })}
      confirmLabel={t("dropDo", { files })}
      pending={pending}
      onConfirm={() => {
        if (group) onConfirm(group);
      }}
    />
  );
}
