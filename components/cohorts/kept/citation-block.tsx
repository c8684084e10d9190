"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { Citation } from "@/lib/cohort/freeze/frozen-cohort";

/** Figures of the digest that a citation gives. */
const SHORT = 12;

/** The text by which a version is cited, in the language of the page, with a button that copies it. */
export function CitationBlock({ citation }: { citation: Citation }) {
  const t = useTranslations("cohort-kept");
  const format = useFormatter();
  const toast = useToast();
  const text = t("version.citation", {
    who: citation.frozenBy,
    title: citation.title,
    version: citation.version,
    network: t("version.network"),
    date: format.dateTime(citation.frozenAt, { dateStyle: "long" }),
    code: citation.citationCode,
    digest: citation.digest.slice(0, SHORT),
  });
  return (
    <div className="flex items-start gap-4 border-l-2 border-thread py-1 pl-4">
      <p className="max-w-prose text-sentence" data-citation="">
        {text}
      </p>
      <span className="print:hidden">
        <Button
          onClick={() => {
            void navigator.clipboard.writeText(text).then(
              () => {
                toast({ title: t("version.copied") });
              },
              () => {
                toast({ tone: "danger", title: t("version.notCopied") });
              },
            );
          }}
        >
          {t("version.copy")}
        </Button>
      </span>
    </div>
  );
}
