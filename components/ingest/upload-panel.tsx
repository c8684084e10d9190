"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore, type DragEvent } from "react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { chosenFiles, droppedFiles } from "./dropped-files";
import { type GivenFile, UploadQueue } from "./upload-queue";
import { UploadProgress } from "./upload-progress";
import { browserTransport } from "./upload-transport";

/** Gives files to a site from the browser: a place to drop them, then what becomes of each. */
export function UploadPanel({ sites }: { sites: readonly { code: string; name: string }[] }) {
  const t = useTranslations("upload");
  const router = useRouter();
  const [siteCode, setSiteCode] = useState(sites.length === 1 ? (sites[0]?.code ?? "") : "");
  const [queue, setQueue] = useState<UploadQueue | null>(null);
  const begin = (files: GivenFile[]) => {
    if (files.length === 0 || siteCode === "") return;
    const next = new UploadQueue(files, siteCode, browserTransport);
    setQueue(next);
    void next.run().then(() => {
      router.refresh();
    });
  };
  return (
    <div className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      {queue === null ? (
        <>
          <Field label={t("site")} hint={t("siteHint")} className="max-w-sm">
            {(control) => (
              <Select
                {...control}
                value={siteCode || undefined}
                onValueChange={setSiteCode}
                placeholder={t("chooseSite")}
                options={sites.map(({ code, name }) => ({ value: code, label: name }))}
              />
            )}
          </Field>
          <DropZone disabled={siteCode === ""} onFiles={begin} />
        </>
      ) : (
        <RunningUpload
          queue={queue}
          onAgain={() => {
            setQueue(null);
          }}
        />
      )}
    </div>
  );
}

function RunningUpload({ queue, onAgain }: { queue: UploadQueue; onAgain: () => void }) {
  const upload = useSyncExternalStore(queue.subscribe, queue.current, queue.current);
  const isUnsent = !["settling", "done", "cancelled"].includes(upload.phase);
  useEffect(() => {
    if (!isUnsent) return;
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsent]);
  return (
    <UploadProgress
      upload={upload}
      onPause={() => {
        queue.pause();
      }}
      onResume={() => {
        queue.resume();
      }}
      onCancel={() => {
        queue.cancel();
      }}
      onAgain={onAgain}
    />
  );
}

function DropZone({ disabled, onFiles }: { disabled: boolean; onFiles: (files: GivenFile[]) => void }) {
  const t = useTranslations("upload");
  const [isOver, setIsOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (!disabled) void droppedFiles(event.dataTransfer).then(onFiles);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={drop}
      className={classNames(
        "flex flex-col items-center gap-3 rounded-md border border-dashed px-4 py-8 text-center",
        isOver && !disabled ? "border-thread bg-hover" : "border-control",
      )}
    >
      <p className="text-read">{t("drop")}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button disabled={disabled} onClick={() => files.current?.click()}>
          {t("chooseFiles")}
        </Button>
        <Button disabled={disabled} onClick={() => folder.current?.click()}>
          {t("chooseFolder")}
        </Button>
      </div>
      <p className="text-dense text-muted">{disabled ? t("siteFirst") : t("dropHint")}</p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t("chooseFiles")}
        onChange={(event) => {
          onFiles(chosenFiles(event.target.files));
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t("chooseFolder")}
        {...{ webkitdirectory: "" }}
        onChange={(event) => {
          onFiles(chosenFiles(event.target.files));
        }}
      />
    </div>
  );
}
