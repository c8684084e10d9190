"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/access/action";
import type { FindingView } from "@/lib/harmonise/lifeline/lifeline";
import { useFindingSentence } from "./finding-sentence";
import { useSubjectName } from "./labels";
import { StatusShape } from "./status-mark";

/** A finding with the address of the series that it is about. */
export type ListedFinding = FindingView & { href: string };

/** What holds of a scanner, each as a sentence, with the series it is about and, for those who run the site, "seen". */
export function FindingList({
  findings,
  acknowledge,
}: {
  findings: readonly ListedFinding[];
  /** Null for whoever may not. */
  acknowledge: ((findingId: string) => Promise<ActionResult<null>>) | null;
}) {
  const t = useTranslations("lifeline");
  const probability = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 3 });
  const sentence = useFindingSentence();
  const subjectName = useSubjectName();
  const { run, pending } = useAction();
  return (
    <ul className="divide-y rounded-lg border bg-surface text-read">
      {findings.map((finding) => {
        const name = subjectName(finding);
        return (
          <li key={finding.id} className="flex items-start justify-between gap-6 px-4 py-2">
            <div className="flex min-w-0 gap-3">
              <span className="mt-1 text-major">
                <StatusShape status="drifts" />
              </span>
              <p className="max-w-3xl">
                <span className="font-semibold">{name}</span>
                <br />
                {sentence(finding)}{" "}
                {finding.body ? (
                  <span className="whitespace-nowrap text-muted">
                    {finding.body.detail.p < 0.001
                      ? t("pSmall")
                      : t("p", { p: probability.format(finding.body.detail.p) })}
                  </span>
                ) : null}
              </p>
            </div>
            <div className="flex shrink-0 items-center gap-3 text-dense print:hidden">
              <Link href={finding.href} className="text-thread underline underline-offset-2">
                {t("seeSeries")}
                <span className="sr-only">{` ${name}`}</span>
              </Link>
              {finding.acknowledged ? <Badge>{t("seen")}</Badge> : null}
              {acknowledge && !finding.acknowledged ? (
                <Button
                  size="small"
                  disabled={pending}
                  aria-label={t("acknowledgeThis", { name })}
                  onClick={() => {
                    run(() => acknowledge(finding.id), null);
                  }}
                >
                  {t("acknowledge")}
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
