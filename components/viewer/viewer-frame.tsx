"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Button } from "@/components/ui/button";
import type { ViewableExam } from "@/lib/catalogue/viewable-exam";

interface ViewerFrameProps {
  exam: ViewableExam;
  /** Links beside the subject: compare, back to one exam. */
  actions: ReactNode;
  onHelp(): void;
  children: ReactNode;
}

/** The viewer's own frame: always dark, images take the screen, the research notice always in sight. */
export function ViewerFrame({ exam, actions, onHelp, children }: ViewerFrameProps) {
  const t = useTranslations("viewer");
  const terms = useTranslations("terms");
  const { ageAtExamYears: age } = exam;
  const person = [
    terms(`sexShort.${exam.subject.sex}`),
    age === null ? null : age > 89 ? terms("ageOver89") : terms("age", { age }),
    exam.siteName,
  ].filter((part) => part !== null);
  return (
    <div className="flex h-dvh min-h-96 flex-col overflow-hidden bg-paper text-dense text-ink scheme-dark">
      <header className="flex h-11.5 shrink-0 items-center gap-4 border-b bg-surface px-4">
        <Brand />
        <h1 className="flex items-baseline gap-3">
          <Pseudonym value={exam.subject.pseudonym} link />
          <span className="sr-only">{t("title")}</span>
        </h1>
        <span className="truncate text-muted">{person.join(" · ")}</span>
        <nav aria-label={t("navigation")} className="flex min-w-0 gap-3">
          <Link href={`/exams/${exam.id}`} className="whitespace-nowrap text-muted hover:text-ink">
            {t("toExam")}
          </Link>
          {actions}
        </nav>
        <p className="ml-auto shrink-0 text-muted" data-testid="research-only">
          {t("researchOnly")}
        </p>
        <Button
          variant="secondary"
          size="icon"
          className="size-7 rounded-full"
          aria-label={t("shortcuts.open")}
          aria-keyshortcuts="?"
          onClick={onHelp}
        >
          ?
        </Button>
      </header>
      {children}
    </div>
  );
}

/** A titled part of the side panel. */
export function PanelSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5 px-3.5 py-3">
      <h2 className="text-micro font-semibold text-muted">{title}</h2>
      {children}
    </section>
  );
}

/** Buttons that fold the panels at the sides away. */
export function FoldButton({
  label,
  open,
  controls,
  onToggle,
}: {
  label: string;
  open: boolean;
  controls: string;
  onToggle(): void;
}) {
  return (
    <Button
      variant="quiet"
      size="small"
      className="h-7"
      aria-expanded={open}
      aria-controls={controls}
      onClick={onToggle}
    >
      {label}
    </Button>
  );
}
