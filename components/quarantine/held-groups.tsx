"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useReasonWord } from "@/components/admin/run-list";
import { useAction } from "@/components/ui/use-action";
import { useScannerName } from "@/components/records/scanner-name";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/access/action";
import type { HeldOutcome } from "@/lib/ingest/carry-out";
import type { HeldGroupsPage, HeldGroupView } from "@/lib/ingest/list-held-groups";
import type { HeldDecision } from "@/lib/ingest/rules/decisions";
import { DropDialog, EraseDialog } from "./decision-dialogs";
import { MapScannerDialog } from "./map-scanner-dialog";
import type { QuarantineActions } from "./quarantine-actions";

type Asking = { decision: HeldDecision; group: HeldGroupView } | null;

/** Held files by reason and context, each with what may be decided about it. */
export function HeldGroups({ page, actions }: { page: HeldGroupsPage; actions: QuarantineActions }) {
  const t = useTranslations("admin.quarantine");
  const toast = useToast();
  const [asking, setAsking] = useState<Asking>(null);
  const { run, pending } = useAction();
  const close = () => {
    setAsking(null);
  };
  const decide = (action: () => Promise<ActionResult<HeldOutcome>>, done: "released" | "erased") => {
    run(action, null, ({ files, taskId }) => {
      toast({ title: t(taskId === null ? done : "underWay", { files }) });
      close();
    });
  };
  const of = (decision: HeldDecision) => (asking?.decision === decision ? asking.group : null);
  return (
    <>
      <ul className="divide-y rounded-lg border bg-surface">
        {page.groups.map((group) => (
          <GroupRow
            key={`${group.siteId} ${group.groupKey}`}
            group={group}
            pending={pending}
            onDecide={(decision) => {
              if (decision === "retry") decide(() => actions.retry(nameOf(group)), "released");
              else setAsking({ decision, group });
            }}
          />
        ))}
      </ul>
      <MapScannerDialog
        group={of("scanner")}
        scanners={page.scanners}
        sites={page.sites}
        count={actions.count}
        pending={pending}
        onClose={close}
        onKnown={(group, scannerId) => {
          decide(() => actions.mapKnown(nameOf(group), scannerId), "released");
        }}
        onNew={(group, scanner) => {
          decide(() => actions.mapNew(nameOf(group), scanner), "released");
        }}
      />
      <DropDialog
        group={of("creators")}
        count={actions.count}
        pending={pending}
        onClose={close}
        onConfirm={(group) => {
          decide(() => actions.drop(nameOf(group)), "released");
        }}
      />
      <EraseDialog
        group={of("erase")}
        pending={pending}
        onClose={close}
        onConfirm={(group) => {
          decide(() => actions.erase(nameOf(group)), "erased");
        }}
      />
    </>
  );
}

function nameOf({ siteId, groupKey }: HeldGroupView) {
  return { siteId, groupKey };
}

/** What a group is, in words. */
function useGroupText(): (group: HeldGroupView) => string {
  const t = useTranslations("admin.quarantine");
  const wordOf = useReasonWord();
  const scannerName = useScannerName();
  return ({ reason, count, creators, manufacturer, model }) => {
    if (reason === "unknown-scanner") {
      const named = model === null || model === "unknown" ? t("unnamedScanner") : model;
      return t("unknownScanner", {
        count,
        scanner: scannerName({ manufacturer: manufacturer ?? "Other", model: named }),
      });
    }
    if (reason === "unknown-private-creator" && creators > 0)
      return t("unknownCreators", { count, creators });
    return t("otherReason", { count, reason: wordOf(reason) });
  };
}

const WORDS = {
  scanner: ["map", "mapThis"],
  creators: ["drop", "dropThis"],
  retry: ["retry", "retryThis"],
  erase: ["erase", "eraseThis"],
} as const;

function GroupRow({
  group,
  pending,
  onDecide,
}: {
  group: HeldGroupView;
  pending: boolean;
  onDecide: (decision: HeldDecision) => void;
}) {
  const t = useTranslations("admin.quarantine");
  const format = useFormatter();
  const text = useGroupText()(group);
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium", timeZone: "UTC" });
  const [first, last] = [day(group.firstHeldAt), day(group.lastHeldAt)];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="text-read font-medium">{text}</p>
        <p className="flex flex-wrap gap-x-3 text-dense text-muted">
          <span>{group.siteName}</span>
          <span>{first === last ? t("since", { date: first }) : t("between", { first, last })}</span>
          <span>{t("kibibytes", { size: Math.ceil(group.byteCount / 1024) })}</span>
          {group.attributes.length > 0 ? (
            <span className="font-mono">{t("attributes", { attributes: group.attributes.join(", ") })}</span>
          ) : null}
        </p>
      </div>
      {group.decisions.length === 0 ? (
        <p className="text-dense text-muted">{t("noRight")}</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          {group.decisions.map((decision, index) => {
            const [label, described] = WORDS[decision];
            return (
              <Button
                key={decision}
                size="small"
                variant={decision === "erase" ? "quiet" : index === 0 ? "primary" : "secondary"}
                disabled={pending}
                aria-label={t(described, { group: text })}
                onClick={() => {
                  onDecide(decision);
                }}
              >
                {t(label)}
              </Button>
            );
          })}
        </div>
      )}
    </li>
  );
}
