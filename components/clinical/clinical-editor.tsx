"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { DiagnosisDraft, ScoreDraft } from "@/lib/catalogue/clinical/clinical-draft";
import type { ClinicalRecord } from "@/lib/catalogue/clinical/open-clinical-record";
import { type ClinicalActions, type DraftFault, faultOf } from "./clinical-actions";
import { DiagnosisForm } from "./diagnosis-form";
import { RowList } from "./row-list";
import { ScoreForm, type TypedScore } from "./score-form";

type Draft =
  { kind: "diagnosis"; label: string; draft: DiagnosisDraft } | { kind: "score"; draft: TypedScore };

/** Diagnoses and scores of a subject with true dates, for whoever may change them; read only when it is opened. */
export function ClinicalEditor({ pseudonym, actions }: { pseudonym: string; actions: ClinicalActions }) {
  const t = useTranslations("clinical.editor");
  const reasons = useTranslations("clinical.reason");
  const verifications = useTranslations("terms.verification");
  const format = useFormatter();
  const locale = useLocale();
  const router = useRouter();
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  const [record, setRecord] = useState<ClinicalRecord | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [fault, setFault] = useState<DraftFault | null>(null);
  const [removed, setRemoved] = useState<{ name: string; undo: string } | null>(null);
  const [pending, startTransition] = useTransition();

  const load = async () => {
    const result = await actions.openRecord(pseudonym).catch(() => null);
    if (result?.ok) setRecord(result.data);
    else toast({ tone: "danger", title: t("gone") });
  };
  const change = (next: boolean) => {
    setIsOpen(next);
    setDraft(null);
    setFault(null);
    setRemoved(null);
    setRecord(null);
    if (next) startTransition(load);
    else router.refresh();
  };
  const edit = (next: Draft | null) => {
    setDraft(next);
    setFault(null);
  };
  const save = (
    given: { kind: "diagnosis"; draft: DiagnosisDraft } | { kind: "score"; draft: ScoreDraft },
  ) => {
    startTransition(async () => {
      const sending =
        given.kind === "diagnosis" ? actions.keepDiagnosis(given.draft) : actions.keepScore(given.draft);
      const result = await sending.catch(() => null);
      if (result?.ok) {
        edit(null);
        toast({ title: t("saved") });
        await load();
        return;
      }
      const found = faultOf(result);
      setFault(found);
      if (found.field === null)
        toast({ tone: "danger", title: found.reason ? reasons(found.reason) : t("failed") });
    });
  };
  const remove = (kind: "diagnosis" | "score", id: string, name: string) => {
    startTransition(async () => {
      const result = await actions.removeRow({ pseudonym, kind, id }).catch(() => null);
      if (result?.ok) setRemoved({ name, undo: result.data.undo });
      else toast({ tone: "danger", title: t("gone") });
      await load();
    });
  };
  const restore = ({ name, undo }: { name: string; undo: string }) => {
    startTransition(async () => {
      const result = await actions.restoreRow(undo).catch(() => null);
      setRemoved(null);
      toast(result?.ok ? { title: t("restored", { name }) } : { tone: "danger", title: t("gone") });
      await load();
    });
  };
  const whose = { pseudonym, id: null };
  return (
    <Dialog
      trigger={<Button size="small">{t("open")}</Button>}
      title={t("title")}
      description={t("body")}
      closeLabel={t("close")}
      open={isOpen}
      onOpenChange={change}
      className="w-[min(56rem,94vw)]"
    >
      <div className="flex flex-col gap-4">
        <div aria-live="polite">
          {removed ? (
            <p className="flex items-center gap-3">
              {t("removed", { name: removed.name })}
              <Button
                size="small"
                disabled={pending}
                onClick={() => {
                  restore(removed);
                }}
              >
                {t("undo")}
              </Button>
            </p>
          ) : null}
          {record === null ? <p className="text-muted">{t("loading")}</p> : null}
        </div>
        {record ? (
          <>
            <RowList
              title={t("diagnoses")}
              addLabel={t("addDiagnosis")}
              pending={pending}
              onAdd={() => {
                edit({
                  kind: "diagnosis",
                  label: "",
                  draft: {
                    ...whose,
                    code: "",
                    assertedOn: "",
                    onsetOn: "",
                    abatedOn: "",
                    verification: "confirmed",
                  },
                });
              }}
              rows={record.diagnoses.map(({ labelFr, labelEn, ...row }) => {
                const name = locale === "fr" ? labelFr : labelEn;
                const dates = [row.onsetOn, row.assertedOn, row.abatedOn].filter(Boolean).join(" → ");
                return {
                  id: row.id,
                  name,
                  facts: [dates, verifications(row.verification), row.code],
                  onEdit: () => {
                    edit({ kind: "diagnosis", label: name, draft: { ...row, pseudonym } });
                  },
                  onRemove: () => {
                    remove("diagnosis", row.id, name);
                  },
                };
              })}
            />
            {draft?.kind === "diagnosis" ? (
              <DiagnosisForm
                key={draft.draft.id ?? "new"}
                draft={draft.draft}
                label={draft.label}
                fault={fault}
                pending={pending}
                onSave={(given) => {
                  save({ kind: "diagnosis", draft: given });
                }}
                onCancel={() => {
                  edit(null);
                }}
              />
            ) : null}
            <RowList
              title={t("scores")}
              addLabel={t("addScore")}
              pending={pending}
              onAdd={() => {
                edit({ kind: "score", draft: { ...whose, name: "", value: "", unit: "", takenOn: "" } });
              }}
              rows={record.scores.map((row) => ({
                id: row.id,
                name: row.name,
                facts: [`${format.number(row.value)} ${row.unit ?? ""}`.trim(), row.takenOn],
                onEdit: () => {
                  edit({
                    kind: "score",
                    draft: { ...row, pseudonym, unit: row.unit ?? "", value: String(row.value) },
                  });
                },
                onRemove: () => {
                  remove("score", row.id, row.name);
                },
              }))}
            />
            {draft?.kind === "score" ? (
              <ScoreForm
                key={draft.draft.id ?? "new"}
                draft={draft.draft}
                fault={fault}
                pending={pending}
                onSave={(given) => {
                  save({ kind: "score", draft: given });
                }}
                onCancel={() => {
                  edit(null);
                }}
              />
            ) : null}
          </>
        ) : null}
      </div>
    </Dialog>
  );
}
