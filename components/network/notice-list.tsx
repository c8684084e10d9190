"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { useScannerName } from "@/components/records/scanner-name";
import { Button } from "@/components/ui/button";
import type { OpenNotice } from "@/lib/network/notice-store";
import type { NetworkActions } from "./network-actions";

/** What happened by itself on the network, until somebody says that it was seen. */
export function NoticeList({
  notices,
  acknowledge,
}: {
  notices: readonly OpenNotice[];
  acknowledge: NetworkActions["acknowledge"];
}) {
  const t = useTranslations("network.notice");
  const nameOf = useScannerName();
  const format = useFormatter();
  const { run, pending } = useAction();
  return (
    <ul className="divide-y rounded-lg border bg-surface text-dense">
      {notices.map((notice) => {
        const scanner = notice.scanner ? nameOf(notice.scanner) : t("goneScanner");
        const text = t(notice.kind, {
          scanner,
          site: notice.siteName,
          software: notice.softwareVersions ?? t("unknownSoftware"),
          count: notice.findings,
        });
        return (
          <li key={notice.id} className="flex items-center justify-between gap-4 px-4 py-1.5">
            {notice.kind === "scanner-drifts" && notice.scannerId ? (
              <Link href={`/network/scanners/${notice.scannerId}`} className="underline underline-offset-2">
                {text}
              </Link>
            ) : (
              <span>{text}</span>
            )}
            <span className="flex shrink-0 items-center gap-3">
              <time dateTime={notice.at.toISOString()} className="text-muted">
                {format.dateTime(notice.at, { dateStyle: "medium", timeZone: "UTC" })}
              </time>
              <Button
                size="small"
                disabled={pending}
                aria-label={t("acknowledgeThis", { text })}
                onClick={() => {
                  run(() => acknowledge(notice.id), null);
                }}
              >
                {t("acknowledge")}
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
