"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/access/action";
import type { ExamCompliance } from "@/lib/harmonise/compliance/compliance-view";

export type ChooseProtocols = (input: {
  examId: string;
  protocolIds: string[];
}) => Promise<ActionResult<{ before: string[] }>>;

/** Says by hand which protocols judge an exam, or lets the rules decide again. */
export function JudgedByMenu({
  examId,
  choice,
  choose,
}: {
  examId: string;
  choice: NonNullable<ExamCompliance["choice"]>;
  choose: ChooseProtocols;
}) {
  const t = useTranslations("compliance.judgedBy");
  const tAdmin = useTranslations("admin");
  const id = useId();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(choice.chosenIds);
  const { run, pending } = useAction();
  const save = (protocolIds: readonly string[]) => {
    run(
      () => choose({ examId, protocolIds: [...protocolIds] }),
      t(protocolIds.length > 0 ? "saved" : "undone"),
      () => {
        setOpen(false);
      },
    );
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setChosen(choice.chosenIds);
        setOpen(next);
      }}
      title={t("title")}
      description={t("body")}
      closeLabel={tAdmin("close")}
      trigger={
        <Button size="small" variant="quiet">
          {t("open")}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save(chosen);
        }}
      >
        {choice.protocols.length === 0 ? <p className="text-muted">{t("none")}</p> : null}
        <ul className="flex flex-col gap-2">
          {choice.protocols.map((protocol) => (
            <li key={protocol.id} className="flex items-center gap-2">
              <Checkbox
                id={`${id}-${protocol.id}`}
                checked={chosen.includes(protocol.id)}
                onCheckedChange={(checked) => {
                  setChosen(
                    checked === true
                      ? [...chosen, protocol.id]
                      : chosen.filter((other) => other !== protocol.id),
                  );
                }}
              />
              <label htmlFor={`${id}-${protocol.id}`}>{protocol.name}</label>
            </li>
          ))}
        </ul>
        <div className="flex justify-end gap-2">
          {choice.chosenIds.length > 0 ? (
            <Button
              variant="danger"
              disabled={pending}
              onClick={() => {
                save([]);
              }}
            >
              {t("undo")}
            </Button>
          ) : null}
          <DialogClose>
            <Button>{tAdmin("cancel")}</Button>
          </DialogClose>
          <Button type="submit" variant="primary" disabled={pending || chosen.length === 0}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
