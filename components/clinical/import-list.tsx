"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { ImportRow } from "@/lib/catalogue/clinical/clinical-import-store";
import { undoImport } from "./import-transport";

/** The imports of one's sites; each that stands can be taken back. */
export function ImportList({ imports }: { imports: readonly ImportRow[] }) {
  const t = useTranslations("clinical.imports");
  const format = useFormatter();
  const router = useRouter();
  const toast = useToast();
  const [asked, setAsked] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const dateOf = (at: Date) => format.dateTime(at, { dateStyle: "medium", timeStyle: "short" });
  const undo = (importId: string) => {
    startTransition(async () => {
      const isDone = await undoImport(importId);
      toast(isDone ? { title: t("undoDone") } : { tone: "danger", title: t("undoFailed") });
      setAsked(null);
      router.refresh();
    });
  };
  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("at")}</TableHeading>
            <TableHeading>{t("site")}</TableHeading>
            <TableHeading>{t("by")}</TableHeading>
            <TableHeading numeric>{t("diagnoses")}</TableHeading>
            <TableHeading numeric>{t("scores")}</TableHeading>
            <TableHeading numeric>{t("controls")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {imports.map((row) => (
            <TableRow key={row.id}>
              <TableCell>{dateOf(row.importedAt)}</TableCell>
              <TableCell>{row.siteName}</TableCell>
              <TableCell>{row.importedBy ?? t("system")}</TableCell>
              <TableCell numeric>{format.number(row.diagnosisCount)}</TableCell>
              <TableCell numeric>{format.number(row.scoreCount)}</TableCell>
              <TableCell numeric>{format.number(row.memberCount)}</TableCell>
              <TableCell>
                {row.undoneAt ? (
                  <span className="text-muted">{t("undone", { date: dateOf(row.undoneAt) })}</span>
                ) : (
                  <span className="flex items-center gap-2">
                    {t("stands")}
                    <Button
                      size="small"
                      variant="quiet"
                      aria-label={t("undoOf", { date: dateOf(row.importedAt) })}
                      onClick={() => {
                        setAsked(row.id);
                      }}
                    >
                      {t("undo")}
                    </Button>
                  </span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => {
          setAsked(null);
        }}
        title={t("undoTitle")}
        body={t("undoBody")}
        confirmLabel={t("undoDo")}
        pending={pending}
        onConfirm={() => {
          if (asked !== null) undo(asked);
        }}
      />
    </>
  );
}
