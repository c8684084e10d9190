"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import type { ScoreDraft } from "@/lib/catalogue/clinical/clinical-draft";
import { findScore, KNOWN_SCORES } from "@/lib/catalogue/clinical/score-catalogue";
import type { DraftFault } from "./clinical-actions";

/** A score as it is typed; the value is text until it is saved. */
export interface TypedScore extends Omit<ScoreDraft, "value"> {
  value: string;
}

/** One score: its name completes among those the house knows, whose range is shown. */
export function ScoreForm({
  draft,
  fault,
  pending,
  onSave,
  onCancel,
}: {
  draft: TypedScore;
  fault: DraftFault | null;
  pending: boolean;
  onSave: (draft: ScoreDraft) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("clinical.editor");
  const reasons = useTranslations("clinical.reason");
  const listId = useId();
  const [typed, setTyped] = useState(draft);
  const known = findScore(typed.name);
  const value = Number(typed.value.replace(",", "."));
  const isNumber = typed.value.trim() !== "" && Number.isFinite(value);
  const errorOf = (field: string) =>
    fault?.field === field && fault.reason ? reasons(fault.reason) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNumber) onSave({ ...typed, value });
  };
  const input = (field: "name" | "value" | "unit" | "takenOn", label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errorOf(field)}>
      {(control) => (
        <TextInput
          {...control}
          value={typed[field]}
          required={field !== "unit"}
          disabled={field === "unit" && known !== undefined}
          autoComplete="off"
          maxLength={field === "name" ? 40 : 20}
          {...(field === "name" && { list: listId })}
          {...(field === "value" && { inputMode: "decimal" as const })}
          onChange={(event) => {
            setTyped({ ...typed, [field]: event.currentTarget.value });
          }}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {input("name", t("score"))}
        {input("value", t("value"), known ? t("range", { min: known.min, max: known.max }) : undefined)}
        {input("unit", t("unit"))}
        {input("takenOn", t("taken"), t("dateHint"))}
      </div>
      <datalist id={listId}>
        {KNOWN_SCORES.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={pending || !isNumber}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
