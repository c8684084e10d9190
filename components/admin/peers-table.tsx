"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { PeerInput } from "@/lib/ingest/peer";
import { ConfirmDialog } from "./confirm-dialog";
import { PeerDialog, type SavePeer } from "./peer-dialog";
import { useAction } from "@/components/ui/use-action";

export interface ShownPeer extends PeerInput {
  id: string;
  siteName: string;
  lastContactAt: Date | null;
  received: number;
}

/** The DICOM nodes that may send, when they last called and what came. */
export function PeersTable({
  peers,
  sites,
  mayManage,
  save,
  remove,
}: {
  peers: readonly ShownPeer[];
  sites: readonly { id: string; name: string }[];
  mayManage: boolean;
  save: SavePeer;
  remove: (peerId: string) => Promise<ActionResult<null>>;
}) {
  const t = useTranslations("admin.peers");
  const format = useFormatter();
  const [asking, setAsking] = useState<ShownPeer | null>(null);
  const { run, pending } = useAction();
  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("name")}</TableHeading>
            <TableHeading>{t("site")}</TableHeading>
            <TableHeading>{t("aeTitle")}</TableHeading>
            <TableHeading>{t("addresses")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
            <TableHeading>{t("lastContact")}</TableHeading>
            <TableHeading numeric>{t("received")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("actions")}</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {peers.map((peer) => (
            <TableRow key={peer.id} className="border-t">
              <TableCell className="font-medium">{peer.name}</TableCell>
              <TableCell>{peer.siteName}</TableCell>
              <TableCell className="font-mono">{peer.aeTitle}</TableCell>
              <TableCell className="font-mono text-muted">
                {peer.addresses.length === 0 ? t("anyAddress") : peer.addresses.join(" ")}
              </TableCell>
              <TableCell className={peer.enabled ? undefined : "text-muted"}>
                {peer.enabled ? t("enabled") : t("disabled")}
              </TableCell>
              <TableCell className="text-muted">
                {peer.lastContactAt === null
                  ? t("never")
                  : format.dateTime(peer.lastContactAt, { dateStyle: "medium", timeStyle: "short" })}
              </TableCell>
              <TableCell numeric>{format.number(peer.received)}</TableCell>
              <TableCell numeric>
                {mayManage ? (
                  <span className="flex justify-end gap-1">
                    <PeerDialog peer={inputOf(peer)} sites={sites} save={save} />
                    <Button
                      size="small"
                      disabled={pending}
                      onClick={() => {
                        run(() => save({ ...inputOf(peer), enabled: !peer.enabled }), t("saved"));
                      }}
                    >
                      {peer.enabled ? t("disable") : t("enable")}
                      <span className="sr-only">{peer.name}</span>
                    </Button>
                    <Button
                      size="small"
                      onClick={() => {
                        setAsking(peer);
                      }}
                    >
                      {t("remove")}
                      <span className="sr-only">{peer.name}</span>
                    </Button>
                  </span>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => {
          setAsking(null);
        }}
        title={t("removeTitle", { name: asking?.name ?? "" })}
        body={t("removeBody")}
        confirmLabel={t("removeDo")}
        pending={pending}
        onConfirm={() => {
          if (asking === null) return;
          run(
            () => remove(asking.id),
            t("removed"),
            () => {
              setAsking(null);
            },
          );
        }}
      />
    </>
  );
}

function inputOf(peer: ShownPeer): PeerInput {
  const { id, siteId, name, aeTitle, addresses, certificate, enabled, commitHost, commitPort } = peer;
  return { id, siteId, name, aeTitle, addresses, certificate, enabled, commitHost, commitPort };
}
