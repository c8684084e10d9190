"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { formatQuantity } from "@/components/format/quantity";
import type { ScannerDraft } from "@/components/network/network-actions";
import { ScannerForm } from "@/components/network/scanner-form";
import { useScannerName } from "@/components/records/scanner-name";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { HeldGroupsPage, HeldGroupView } from "@/lib/ingest/list-held-groups";
import type { QuarantineActions } from "./quarantine-actions";
import { useHeldCount } from "./use-held-count";

const NEW = "new";

interface Choices {
  scanners: HeldGroupsPage["scanners"];
  sites: HeldGroupsPage["sites"];
  pending: boolean;
  onKnown: (group: HeldGroupView, scannerId: string) => void;
  onNew: (group: HeldGroupView, scanner: ScannerDraft) => void;
}

/** Says which scanner made held files: one that is known, the likeliest proposed, or a new one right here. */
export function MapScannerDialog({
  group,
  count,
  onClose,
  ...choices
}: Choices & {
  group: HeldGroupView | null;
  count: QuarantineActions["count"];
  onClose: () => void;
}) {
  const t = useTranslations("admin.quarantine");
  const tAdmin = useTranslations("admin");
  const files = useHeldCount(group, "scanner", count);
  return (
    <Dialog
      open={group !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("mapTitle")}
      description={t("mapBody")}
      closeLabel={tAdmin("close")}
    >
      {group ? <Mapping key={group.groupKey} group={group} files={files} {...choices} /> : null}
    </Dialog>
  );
}

function Mapping({
  group,
  files,
  scanners,
  sites,
  pending,
  onKnown,
  onNew,
}: Choices & { group: HeldGroupView; files: number }) {
  const t = useTranslations("admin.quarantine");
  const tAdmin = useTranslations("admin");
  const locale = useLocale();
  const nameOf = useScannerName();
  const [chosen, setChosen] = useState(likeliest(group, scanners) ?? NEW);
  const submitLabel = t("mapDo", { files });
  const model = group.model === null || group.model === "unknown" ? "" : group.model;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("scanner")}>
        {(control) => (
          <Select
            {...control}
            value={chosen}
            onValueChange={setChosen}
            options={[
              ...scanners.map((scanner) => ({
                value: scanner.id,
                label: [
                  scanner.siteName,
                  nameOf(scanner),
                  scanner.label,
                  formatQuantity(locale, scanner.fieldStrengthTesla, "T", 1),
                ]
                  .filter(Boolean)
                  .join(" · "),
              })),
              { value: NEW, label: t("newScanner") },
            ]}
          />
        )}
      </Field>
      {chosen === NEW ? (
        <ScannerForm
          sites={sites}
          initial={{
            siteId: group.siteId,
            manufacturer: group.manufacturer ?? "",
            model,
            fieldStrengthTesla: String(group.fieldStrengthTesla ?? ""),
          }}
          pending={pending}
          submitLabel={submitLabel}
          onSubmit={(scanner) => {
            onNew(group, scanner);
          }}
        />
      ) : (
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>{tAdmin("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={pending}
            onClick={() => {
              onKnown(group, chosen);
            }}
          >
            {submitLabel}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The one scanner of the site with this maker and model, when there is exactly one. */
function likeliest(group: HeldGroupView, scanners: HeldGroupsPage["scanners"]): string | null {
  const alike = scanners.filter(
    ({ siteName, manufacturer, model }) =>
      siteName === group.siteName && manufacturer === group.manufacturer && model === group.model,
  );
  return alike.length === 1 ? (alike[0]?.id ?? null) : null;
}
