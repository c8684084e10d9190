"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Progress } from "@/components/ui/progress";
import { Select } from "@/components/ui/select";
import { type NiftiContent, NIFTI_CONTENT_CODES, NIFTI_CONTENTS } from "@/lib/ingest/nifti/content";
import type { NiftiToSend } from "./nifti-transport";
import { type Attachment, useNiftiAttachment } from "./use-nifti-attachment";

interface Grid {
  ordinal: number;
  name: string;
}

/** Value of the choice of a grid that is the file's own. */
const OWN_GRID = "own";

/** Gives a NIfTI file to a series: onto one of its volumes, or as a derived volume on a grid of its own. */
export function AttachNiftiDialog({ seriesId, grids }: { seriesId: string; grids: readonly Grid[] }) {
  const t = useTranslations("nifti");
  const [open, setOpen] = useState(false);
  const { attachment, give, reset } = useNiftiAttachment();
  return (
    <Dialog
      trigger={<Button>{t("attach")}</Button>}
      open={open}
      onOpenChange={(next) => {
        if (!next) reset();
        setOpen(next);
      }}
      title={t("title")}
      description={t("body")}
      closeLabel={t("close")}
    >
      {attachment.phase === "choosing" ? (
        <AttachForm seriesId={seriesId} grids={grids} onGive={give} />
      ) : (
        <AttachState attachment={attachment} onGive={give} onAgain={reset} />
      )}
    </Dialog>
  );
}

function AttachForm({
  seriesId,
  grids,
  onGive,
}: {
  seriesId: string;
  grids: readonly Grid[];
  onGive: (sent: NiftiToSend) => void;
}) {
  const t = useTranslations("nifti");
  const [file, setFile] = useState<File | null>(null);
  const [content, setContent] = useState<NiftiContent>("segmentation");
  const [grid, setGrid] = useState(grids[0] ? String(grids[0].ordinal) : OWN_GRID);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) onGive({ seriesId, file, content, onto: grid === OWN_GRID ? null : Number(grid) });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("file")} hint={t("fileHint")}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".nii,.gz,.nii.gz"
            className="text-dense file:mr-3 file:h-8 file:rounded-md file:border file:border-solid file:border-line file:bg-surface file:px-3 file:text-dense file:font-medium file:text-ink hover:file:bg-hover"
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
            }}
          />
        )}
      </Field>
      <Field label={t("content")}>
        {(control) => (
          <Select
            {...control}
            value={content}
            onValueChange={(value) => {
              setContent(NIFTI_CONTENT_CODES.find((code) => code === value) ?? "image");
            }}
            options={NIFTI_CONTENT_CODES.map((code) => ({ value: code, label: contentName(code) }))}
          />
        )}
      </Field>
      <Field label={t("grid")} hint={t("gridHint")}>
        {(control) => (
          <Select
            {...control}
            value={grid}
            onValueChange={setGrid}
            options={[
              ...grids.map(({ ordinal, name }) => ({ value: String(ordinal), label: t("onto", { name }) })),
              { value: OWN_GRID, label: t("ownGrid") },
            ]}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{t("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={file === null}>
          {t("send")}
        </Button>
      </div>
    </form>
  );

  function contentName(code: NiftiContent): string {
    if (code === "image" || code === "segmentation") return t(`contents.${code}`);
    const { map, unit } = NIFTI_CONTENTS[code];
    return unit === null ? map : `${map} (${unit})`;
  }
}

function AttachState({
  attachment,
  onGive,
  onAgain,
}: {
  attachment: Exclude<Attachment, { phase: "choosing" }>;
  onGive: (sent: NiftiToSend) => void;
  onAgain: () => void;
}) {
  const t = useTranslations("nifti");
  const isUnderWay = attachment.phase === "sending" || attachment.phase === "building";
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex flex-col gap-2">
        <StateWords attachment={attachment} />
      </div>
      {isUnderWay ? (
        <Progress label={t("progress")} value={attachment.phase === "sending" ? attachment.share : null} />
      ) : (
        <div className="flex flex-wrap justify-end gap-2">
          <NextSteps attachment={attachment} onGive={onGive} onAgain={onAgain} />
        </div>
      )}
    </div>
  );
}

function StateWords({ attachment }: { attachment: Attachment }) {
  const t = useTranslations("nifti");
  const tReason = useTranslations("ingest.reason");
  const tError = useTranslations("errors");
  if (attachment.phase === "failed") {
    const { code } = attachment;
    return <p className="text-major">{tError.has(code) ? tError(code) : tError("internal")}</p>;
  }
  if (attachment.phase !== "settled") return <p>{t(`phase.${attachment.phase}`)}</p>;
  const { state, reason } = attachment.fate;
  if (state !== "refused") return <p>{t(state === "duplicate" ? "phase.duplicate" : "phase.stored")}</p>;
  const why = reason !== null && tReason.has(reason) ? tReason(reason) : tReason("unreadable");
  return <p className="text-major">{t("refused", { reason: why })}</p>;
}

function NextSteps({
  attachment,
  onGive,
  onAgain,
}: {
  attachment: Attachment;
  onGive: (sent: NiftiToSend) => void;
  onAgain: () => void;
}) {
  const t = useTranslations("nifti");
  const settled = attachment.phase === "settled" ? attachment : null;
  const sent = settled?.fate.reason === "nifti-grid-differs" ? settled.sent : null;
  return (
    <>
      <Button onClick={onAgain}>{t("again")}</Button>
      {sent ? (
        <Button
          variant="primary"
          onClick={() => {
            onGive({ ...sent, onto: null });
          }}
        >
          {t("asDerived")}
        </Button>
      ) : null}
      {settled?.fate.seriesId ? (
        <Button asChild variant="primary">
          <Link href={`/series/${settled.fate.seriesId}`}>{t("open")}</Link>
        </Button>
      ) : null}
    </>
  );
}
