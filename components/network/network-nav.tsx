"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { NETWORK_SECTIONS } from "./network-sections";

/** The sections of the network; each page says for itself what lies outside the reader's rights. */
export function NetworkNav() {
  const t = useTranslations("lifeline.sections");
  const pathname = usePathname();
  const isCurrent = (href: string) =>
    href === "/network"
      ? pathname === href || pathname.startsWith("/network/scanners/")
      : pathname === href || pathname.startsWith(`${href}/`);
  return (
    <nav aria-label={t("label")} className="flex gap-5 border-b px-6.5 pt-2 print:hidden">
      {NETWORK_SECTIONS.map(({ key, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={isCurrent(href) ? "page" : undefined}
          className={classNames(
            "-mb-px flex h-9 items-center border-b-2",
            isCurrent(href)
              ? "border-thread font-medium text-ink"
              : "border-transparent text-muted hover:text-ink",
          )}
        >
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}
