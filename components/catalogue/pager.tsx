"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { PAGE_SIZE } from "@/lib/catalogue/search-query";
import { useSearchState } from "./search-state";

/** Where one is among the rows, and the pages before and after. */
export function Pager({ total }: { total: number }) {
  const t = useTranslations("catalogue.pager");
  const { view, look } = useSearchState();
  const from = (view.page - 1) * PAGE_SIZE + 1;
  const to = Math.min(total, view.page * PAGE_SIZE);
  if (total <= PAGE_SIZE && view.page === 1) return null;
  return (
    <nav aria-label={t("label")} className="flex items-center justify-end gap-3 text-muted">
      <span>{t("range", { from: Math.min(from, to), to, total })}</span>
      <Button
        size="small"
        disabled={view.page <= 1}
        onClick={() => {
          look({ page: view.page - 1 });
        }}
      >
        {t("previous")}
      </Button>
      <Button
        size="small"
        disabled={to >= total}
        onClick={() => {
          look({ page: view.page + 1 });
        }}
      >
        {t("next")}
      </Button>
    </nav>
  );
}
