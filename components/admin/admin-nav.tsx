"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { AdminSection } from "./admin-sections";

/** The sections of the administration that this person can open. */
export function AdminNav({
  sections,
  standing,
}: {
  sections: readonly AdminSection[];
  /** How many alarms stand. */
  standing: number;
}) {
  const t = useTranslations("admin.sections");
  const pathname = usePathname();
  return (
    <nav aria-label={t("label")} className="flex gap-5 border-b px-6.5 pt-2">
      {sections.map((section) => {
        const current = pathname === `/admin/${section}`;
        return (
          <Link
            key={section}
            href={`/admin/${section}`}
            aria-current={current ? "page" : undefined}
            className={classNames(
              "-mb-px flex h-9 items-center border-b-2",
              current ? "border-thread font-medium text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {t(section)}
            {section === "alarms" && standing > 0 ? <StandingAlarms count={standing} /> : null}
          </Link>
        );
      })}
    </nav>
  );
}

function StandingAlarms({ count }: { count: number }) {
  const t = useTranslations("admin.sections");
  return (
    <span
      title={t("standing", { count })}
      className="ml-1.5 inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full border border-major px-1 text-micro font-medium text-major"
    >
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t("standing", { count })}</span>
    </span>
  );
}
