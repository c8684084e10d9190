"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { useAction } from "@/components/ui/use-action";
import { useAgeName } from "@/components/records/age";
import { monthLabel } from "@/components/records/timeline-scale";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Pseudonym } from "@/components/ui/pseudonym";
import type { ActionResult } from "@/lib/access/action";
import type { Match, MatchedSubject } from "@/lib/ingest/identity/match-store";

type Decision = "same-person" | "two-people";
type Decide = (input: { matchId: string; decision: Decision }) => Promise<ActionResult<null>>;

const MOST_MONTHS = 6;

/** Pairs of subjects side by side, with what agrees; `decide` is null for those that were decided. */
export function MatchList({ matches, decide }: { matches: readonly Match[]; decide: Decide | null }) {
  const t = useTranslations("identity.matches");
  const { run, pending } = useAction();
  const [asked, setAsked] = useState<{ match: Match; decision: Decision } | null>(null);
  const namesOf = ({ subjects: [a, b] }: Match) => ({ a: a.pseudonym, b: b.pseudonym });
  return (
    <>
      <ul className="flex flex-col divide-y rounded-lg border bg-surface">
        {matches.map((match) => (
          <li key={match.id} className="flex flex-col gap-2 px-4 py-3">
            <div className="grid grid-cols-1 gap-x-8 gap-y-2 md:grid-cols-2">
              {match.subjects.map((subject) => (
                <Subject key={subject.pseudonym} subject={subject} />
              ))}
            </div>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="flex flex-wrap items-center gap-1.5 text-dense">
                <span className="text-muted">{t("agreeing")}</span>
                {match.agreeing.map((kind) => (
                  <Badge key={kind} tone="strong">
                    {t.has(`trait.${kind}`) ? t(`trait.${kind}`) : kind}
                  </Badge>
                ))}
              </span>
              {decide === null ? null : (
                <span className="flex gap-2">
                  {(["two-people", "same-person"] as const).map((decision) => (
                    <Button
                      key={decision}
                      size="small"
                      onClick={() => {
                        setAsked({ match, decision });
                      }}
                    >
                      {t(`decision.${decision}`)}
                      <span className="sr-only">{t("about", namesOf(match))}</span>
                    </Button>
                  ))}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => {
          setAsked(null);
        }}
        title={asked ? t(`confirm.${asked.decision}.title`) : ""}
        body={asked ? t(`confirm.${asked.decision}.body`, namesOf(asked.match)) : ""}
        confirmLabel={asked ? t(`confirm.${asked.decision}.do`) : ""}
        pending={pending}
        onConfirm={() => {
          if (asked === null || decide === null) return;
          const { match, decision } = asked;
          run(
            () => decide({ matchId: match.id, decision }),
            t(`confirm.${decision}.done`),
            () => {
              setAsked(null);
            },
          );
        }}
      />
    </>
  );
}

function Subject({ subject }: { subject: MatchedSubject }) {
  const t = useTranslations("identity.matches");
  const terms = useTranslations("terms");
  const ageName = useAgeName();
  const shown = subject.months.slice(0, MOST_MONTHS).map(monthLabel).join(", ");
  const months = subject.months.length > MOST_MONTHS ? `${shown}, …` : shown;
  const [youngest = null, oldest = null] = subject.ages ?? [];
  const age =
    youngest === oldest ? ageName(youngest) : t("ages", { from: ageName(youngest), to: ageName(oldest) });
  return (
    <div>
      <Pseudonym value={subject.pseudonym} link />
      <span className="block text-dense text-muted">
        {[terms(`sex.${subject.sex}`), age, subject.siteNames.join(", ")].join(" · ")}
      </span>
      <span className="block text-dense">{t("exams", { count: subject.examCount, months })}</span>
    </div>
  );
}
