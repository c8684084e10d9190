"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { DiagnosisDraft } from "@/lib/catalogue/clinical/clinical-draft";
import type { DraftFault } from "./clinical-actions";
import { type PickedTerm, TermPicker } from "./term-picker";

const VERIFICATIONS = ["confirmed", "provisional", "refuted"] as const;
const DATES = ["assertedOn", "onsetOn", "abatedOn"] as const;
const LABEL_OF = { assertedOn: "asserted", onsetOn: "onset", abatedOn: "abated" } as const;

/** One diagnosis as it is typed: true dates, with as much of them as is known. */
export function DiagnosisForm({
  draft,
  label,
  fault,
  pending,
  onSave,
  onCancel,
}: {
  draft: DiagnosisDraft;
  /** Name of the term of a diagnosis that is corrected. */
  label: string;
  fault: DraftFault | null;
  pending: boolean;
  onSave: (draft: DiagnosisDraft) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("clinical.editor");
  const reasons = useTranslations("clinical.reason");
  const verifications = useTranslations("terms.verification");
  const [typed, setTyped] = useState(draft);
  const [picked, setPicked] = useState<PickedTerm | null>(
    draft.code === "" ? null : { code: draft.code, label },
  );
  const errorOf = (field: string) =>
    fault?.field === field && fault.reason ? reasons(fault.reason) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (picked) onSave({ ...typed, code: picked.code });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <TermPicker picked={picked} onPick={setPicked} error={errorOf("code")} />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {DATES.map((field) => (
          <Field key={field} label={t(LABEL_OF[field])} error={errorOf(field)}>
            {(control) => (
              <TextInput
                {...control}
                value={typed[field]}
                required={field === "assertedOn"}
                placeholder={t("dateHint")}
                autoComplete="off"
                maxLength={10}
                onChange={(event) => {
                  setTyped({ ...typed, [field]: event.currentTarget.value });
                }}
              />
            )}
          </Field>
        ))}
        <Field label={t("verification")}>
          {(control) => (
            <Select
              {...control}
              value={typed.verification}
              onValueChange={(next) => {
                const verification = VERIFICATIONS.find((one) => one === next);
                if (verification) setTyped({ ...typed, verification });
              }}
              options={VERIFICATIONS.map((value) => ({ value, label: verifications(value) }))}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={pending || picked === null}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
