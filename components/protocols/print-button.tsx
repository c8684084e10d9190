"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Prints the page: the steps alone, for the console room. */
export function PrintButton() {
  const t = useTranslations("protocols");
  return (
    <Button
      onClick={() => {
        window.print();
      }}
    >
      {t("print")}
    </Button>
  );
}
