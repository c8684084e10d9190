"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icons";
import { Table, TableBody, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { Sort } from "@/lib/catalogue/search-query";
import { useSearchState } from "./search-state";

export interface Column {
  key: string;
  label: string;
  sort?: Sort;
  numeric?: boolean;
  /** The heading is for screen readers only. */
  silent?: boolean;
  /** Only where there is room; its cells have the class WIDE_ONLY. */
  wide?: boolean;
}

export const WIDE_ONLY = "max-2xl:hidden";

/** Up and down walk the rows, Enter opens one, V opens its images. */
function useRowKeys() {
  const router = useRouter();
  return (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-href]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const onRow = event.target === row;
    const { href, images } = row.dataset;
    const sibling =
      event.key === "ArrowDown"
        ? row.nextElementSibling
        : event.key === "ArrowUp"
          ? row.previousElementSibling
          : null;
    if (sibling instanceof HTMLElement) {
      event.preventDefault();
      row.tabIndex = -1;
      sibling.tabIndex = 0;
      sibling.focus();
    } else if (event.key === "Enter" && onRow && href) router.push(href);
    else if (event.key === "v" && images) router.push(images);
  };
}

/** The table of an answer: sortable headings, rows that the arrow keys walk. */
export function ResultTable({ columns, children }: { columns: readonly Column[]; children: ReactNode }) {
  const t = useTranslations("catalogue.table");
  const { view, pending, look } = useSearchState();
  const onKeyDown = useRowKeys();
  return (
    <Table aria-label={t("label")} aria-busy={pending}>
      <TableHead>
        <tr>
          {columns.map(({ key, label, sort, numeric, silent, wide }) => {
            const sorted = sort !== undefined && view.sort === sort;
            return (
              <TableHeading
                key={key}
                numeric={numeric}
                className={wide ? WIDE_ONLY : undefined}
                aria-sort={sorted ? (view.descending ? "descending" : "ascending") : undefined}
              >
                {sort === undefined ? (
                  <span className={silent ? "sr-only" : undefined}>{label}</span>
                ) : (
                  <button
                    type="button"
                    title={t("sortBy", { column: label })}
                    className={classNames(
                      "inline-flex items-center gap-1 hover:text-ink",
                      sorted && "text-ink",
                    )}
                    onClick={() => {
                      look({ sort, descending: sorted ? !view.descending : false });
                    }}
                  >
                    {label}
                    <Icon
                      name={sorted ? "chevronDown" : "sort"}
                      className={classNames("size-3", sorted && !view.descending && "rotate-180")}
                    />
                  </button>
                )}
              </TableHeading>
            );
          })}
        </tr>
      </TableHead>
      <TableBody
        onKeyDown={onKeyDown}
        className={classNames("border-t transition-opacity", pending && "opacity-60")}
      >
        {children}
      </TableBody>
    </Table>
  );
}

/** A row that opens `href`, and `images` in the viewer when it has some. */
export function ResultRow({
  href,
  images,
  first,
  label,
  children,
}: {
  href: string;
  images: string | null;
  first: boolean;
  label: string;
  children: ReactNode;
}) {
  return (
    <TableRow
      thumbnails
      data-href={href}
      data-images={images ?? undefined}
      aria-label={label}
      tabIndex={first ? 0 : -1}
      className="hover:bg-hover focus-visible:-outline-offset-2"
    >
      {children}
    </TableRow>
  );
}
