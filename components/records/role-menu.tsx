"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { SequenceSummary } from "@/lib/catalogue/record";
import { type SequenceRole, SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import type { CorrectedRole, RoleActions } from "./role-actions";

/** The choice of a weighted image, which maps nothing; Radix has no empty values. */
const NO_MAP = "none";

export interface RoleMenuProps {
  volumeId: string;
  /** What the volume is now, and its name. */
  sequence: SequenceSummary;
  name: string;
  /** What the rules said, where a correction stands; null otherwise. */
  ruledName: string | null;
  /** Series that a correction concerns. */
  series: number;
  maps: readonly string[];
  actions: RoleActions;
}

/** What a data manager can do about the role of a volume. */
export function RoleMenu({ volumeId, sequence, name, ruledName, series, maps, actions }: RoleMenuProps) {
  const t = useTranslations("records.series.roleMenu");
  const tAdmin = useTranslations("admin");
  const [asking, setAsking] = useState<"correct" | "takeBack" | null>(null);
  const { run, pending } = useAction();
  const toast = useToast();
  const close = () => {
    setAsking(null);
  };
  const told = ({ series: concerned, later }: CorrectedRole) => {
    toast({ title: t(later ? "later" : "done", { series: concerned }) });
    close();
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="small" variant="quiet" aria-label={t("label", { name })}>
            <Icon name="chevronDown" className="size-3" />
          </Button>
        }
      >
        <MenuItem
          onSelect={() => {
            setAsking("correct");
          }}
        >
          {t("correct")}
        </MenuItem>
        {ruledName === null ? null : (
          <MenuItem
            onSelect={() => {
              setAsking("takeBack");
            }}
          >
            {t("takeBack")}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        open={asking === "correct"}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        title={t("correctTitle", { name })}
        description={t("correctBody", { series })}
        closeLabel={tAdmin("close")}
      >
        <CorrectionForm
          sequence={sequence}
          maps={maps}
          series={series}
          pending={pending}
          onSubmit={(role, map) => {
            run(() => actions.correct({ volumeId, role, map }), null, told);
          }}
        />
      </Dialog>
      <ConfirmDialog
        open={asking === "takeBack"}
        onClose={close}
        title={t("takeBackTitle", { name })}
        body={t("takeBackBody", { series, ruled: ruledName ?? name })}
        confirmLabel={t("takeBackConfirm", { series })}
        pending={pending}
        onConfirm={() => {
          run(() => actions.takeBack(volumeId), null, told);
        }}
      />
    </>
  );
}

function CorrectionForm({
  sequence,
  maps,
  series,
  pending,
  onSubmit,
}: {
  sequence: SequenceSummary;
  maps: readonly string[];
  series: number;
  pending: boolean;
  onSubmit: (role: SequenceRole, map: string | null) => void;
}) {
  const t = useTranslations("records.series.roleMenu");
  const tRole = useTranslations("terms.sequenceRole");
  const tAdmin = useTranslations("admin");
  const [role, setRole] = useState<SequenceRole>(
    SEQUENCE_ROLES.find((known) => known === sequence.role) ?? "unknown",
  );
  const [map, setMap] = useState(sequence.map ?? NO_MAP);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(role, map === NO_MAP ? null : map);
      }}
    >
      <Field label={t("role")}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onValueChange={(value) => {
              setRole(SEQUENCE_ROLES.find((known) => known === value) ?? role);
            }}
            options={SEQUENCE_ROLES.map((value) => ({ value, label: tRole(value) }))}
          />
        )}
      </Field>
      <Field label={t("map")} hint={t("mapHint")}>
        {(control) => (
          <Select
            {...control}
            value={map}
            onValueChange={setMap}
            options={[
              { value: NO_MAP, label: t("noMap") },
              ...maps.map((value) => ({ value, label: value })),
            ]}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {t("submit", { series })}
        </Button>
      </div>
    </form>
  );
}
