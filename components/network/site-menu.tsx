"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { SiteView } from "@/lib/network/network-view";
import type { NetworkActions } from "./network-actions";
import { SiteForm } from "./site-form";

/** Renames a site. */
export function SiteMenu({ site, actions }: { site: SiteView; actions: NetworkActions }) {
  const t = useTranslations("network");
  const tAdmin = useTranslations("admin");
  const [open, setOpen] = useState(false);
  const { run, pending } = useAction();
  return (
    <Dialog
      trigger={
        <Button size="small" variant="quiet" aria-label={t("editSiteTitle", { name: site.name })}>
          {t("editSite")}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      title={t("editSiteTitle", { name: site.name })}
      closeLabel={tAdmin("close")}
    >
      <SiteForm
        editing
        initial={{ code: site.code ?? "", name: site.name, city: site.city }}
        submitLabel={t("siteForm.save")}
        pending={pending}
        onSubmit={(draft) => {
          run(
            () => actions.editSite(site.id, draft),
            t("siteSaved", { name: draft.name }),
            () => {
              setOpen(false);
            },
          );
        }}
      />
    </Dialog>
  );
}
