import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** Facets at the left, in their own scroll; the answer beside them. The skeleton uses the same frame. */
export function CatalogueLayout({ facets, children }: { facets: ReactNode; children: ReactNode }) {
  const t = useTranslations("catalogue.facets");
  return (
    <div className="grid grid-cols-[16.375rem_minmax(0,1fr)]">
      <aside
        aria-label={t("label")}
        className="sticky top-[2.875rem] flex h-[calc(100dvh-2.875rem)] flex-col gap-3.5 overflow-y-auto border-r px-3.5 py-3 [scrollbar-width:thin]"
      >
        {facets}
      </aside>
      <div className="flex min-w-0 flex-col gap-3.5 px-5.5 pt-4 pb-6">{children}</div>
    </div>
  );
}
