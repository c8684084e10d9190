import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ViewableExam } from "@/lib/catalogue/viewable-exam";

/** An exam without pictures that can be opened (or compared): the way back. */
export function NothingToShow({ exam, reason }: { exam: ViewableExam; reason: "exam" | "pair" }) {
  const t = useTranslations("viewer.nothing");
  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-6 text-ink scheme-dark">
      <div className="max-w-md">
        <h1 className="text-sentence font-semibold">{t(`${reason}.title`)}</h1>
        <p className="mt-1 text-read text-muted">{t(`${reason}.body`)}</p>
        <p className="mt-3">
          <Link href={`/exams/${exam.id}`} className="underline decoration-thread underline-offset-4">
            {t("toExam")}
          </Link>
        </p>
      </div>
    </main>
  );
}
