"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogClose } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ScannerDraft } from "./network-actions";

const MAKERS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;

/** Tesla as typed, with a point or a comma; null when it is no such number. */
function tesla(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && value >= 0.05 && value <= 20 ? value : null;
}

/** Where a scanner is, who made it, how strong it is, and when its silence is a concern. */
export function ScannerForm({
  initial,
  sites,
  editing = false,
  submitLabel,
  pending,
  onSubmit,
}: {
  initial: Partial<ScannerDraft>;
  sites: readonly { id: string; name: string }[];
  /** A known scanner keeps its maker, and can be retired. */
  editing?: boolean;
  submitLabel: string;
  pending: boolean;
  onSubmit: (scanner: ScannerDraft) => void;
}) {
  const t = useTranslations("network.scannerForm");
  const tMaker = useTranslations("terms.manufacturer");
  const tAdmin = useTranslations("admin");
  const id = useId();
  const [scanner, setScanner] = useState<ScannerDraft>({
    siteId: sites.length === 1 ? (sites[0]?.id ?? "") : "",
    manufacturer: "",
    model: "",
    fieldStrengthTesla: "",
    label: "",
    silentAfterHours: "",
    retired: false,
    ...initial,
  });
  const set = (change: Partial<ScannerDraft>) => {
    setScanner((current) => ({ ...current, ...change }));
  };
  const { siteId, manufacturer, model, fieldStrengthTesla } = scanner;
  const wrongField = fieldStrengthTesla !== "" && tesla(fieldStrengthTesla) === null;
  const complete = siteId && manufacturer && model.trim() && tesla(fieldStrengthTesla) !== null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (complete) onSubmit(scanner);
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("site")}>
        {(control) => (
          <Select
            {...control}
            value={siteId}
            placeholder={t("chooseSite")}
            onValueChange={(value) => {
              set({ siteId: value });
            }}
            options={sites.map((site) => ({ value: site.id, label: site.name }))}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        {editing ? null : (
          <Field label={t("maker")}>
            {(control) => (
              <Select
                {...control}
                value={manufacturer}
                placeholder={t("chooseMaker")}
                onValueChange={(value) => {
                  set({ manufacturer: value });
                }}
                options={MAKERS.map((maker) => ({ value: maker, label: tMaker(maker) }))}
              />
            )}
          </Field>
        )}
        <Field label={t("model")}>
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={64}
              value={model}
              onChange={(event) => {
                set({ model: event.currentTarget.value });
              }}
            />
          )}
        </Field>
        <Field label={t("field")} error={wrongField ? t("fieldWrong") : undefined}>
          {(control) => (
            <TextInput
              {...control}
              required
              inputMode="decimal"
              value={fieldStrengthTesla}
              onChange={(event) => {
                set({ fieldStrengthTesla: event.currentTarget.value });
              }}
            />
          )}
        </Field>
        <Field label={t("label")} hint={t("labelHint")}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={60}
              value={scanner.label}
              onChange={(event) => {
                set({ label: event.currentTarget.value });
              }}
            />
          )}
        </Field>
        <Field label={t("silent")} hint={t("silentHint")}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={8760}
              step={1}
              value={scanner.silentAfterHours}
              onChange={(event) => {
                set({ silentAfterHours: event.currentTarget.value });
              }}
            />
          )}
        </Field>
      </div>
      {editing ? (
        <div className="flex items-center gap-2">
          <Checkbox
            id={`${id}-retired`}
            checked={scanner.retired}
            onCheckedChange={(checked) => {
              set({ retired: checked === true });
            }}
          />
          <label htmlFor={`${id}-retired`}>{t("retired")}</label>
        </div>
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending || !complete}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
