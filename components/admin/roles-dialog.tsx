"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { RoleChoice, type RoleChoiceValue } from "./role-choice";

/** Changes the roles of one person. */
export function RolesDialog({
  user,
  pending,
  onClose,
  onSave,
}: {
  user: { name: string; roles: readonly RoleChoiceValue[] };
  pending: boolean;
  onClose: () => void;
  onSave: (roles: RoleChoiceValue[]) => void;
}) {
  const t = useTranslations("admin.users");
  const tAdmin = useTranslations("admin");
  const [roles, setRoles] = useState<RoleChoiceValue[]>([...user.roles]);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("rolesTitle", { name: user.name })}
      description={t("rolesBody")}
      closeLabel={tAdmin("close")}
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (roles.length > 0) onSave(roles);
        }}
      >
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
            {t("rolesSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
