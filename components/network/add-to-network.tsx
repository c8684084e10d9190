"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { NetworkActions } from "./network-actions";
import { ScannerForm } from "./scanner-form";
import { SiteForm } from "./site-form";

/** The buttons of the network page: a further scanner, and, for administrators, a further site. */
export function AddToNetwork({
  sites,
  mayAddSites,
  actions,
}: {
  /** Sites at which the reader may enter scanners. */
  sites: readonly { id: string; name: string }[];
  mayAddSites: boolean;
  actions: NetworkActions;
}) {
  const t = useTranslations("network");
  const tAdmin = useTranslations("admin");
  const [open, setOpen] = useState<"site" | "scanner" | null>(null);
  const { run, pending } = useAction();
  const close = () => {
    setOpen(null);
  };
  const openOn = (what: "site" | "scanner") => (next: boolean) => {
    setOpen(next ? what : null);
  };
  return (
    <>
      {mayAddSites ? (
        <Dialog
          trigger={<Button>{t("addSite")}</Button>}
          open={open === "site"}
          onOpenChange={openOn("site")}
          title={t("addSite")}
          closeLabel={tAdmin("close")}
        >
          <SiteForm
            initial={{}}
            pending={pending}
            submitLabel={t("siteForm.add")}
            onSubmit={(site) => {
              run(() => actions.addSite(site), t("siteAdded", { name: site.name }), close);
            }}
          />
        </Dialog>
      ) : null}
      {sites.length > 0 ? (
        <Dialog
          trigger={<Button variant="primary">{t("addScanner")}</Button>}
          open={open === "scanner"}
          onOpenChange={openOn("scanner")}
          title={t("addScanner")}
          description={t("addScannerBody")}
          closeLabel={tAdmin("close")}
        >
          <ScannerForm
            initial={{}}
            sites={sites}
            pending={pending}
            submitLabel={t("scannerForm.add")}
            onSubmit={(scanner) => {
              run(() => actions.addScanner(scanner), t("scannerAdded", { model: scanner.model }), close);
            }}
          />
        </Dialog>
      ) : null}
    </>
  );
}
