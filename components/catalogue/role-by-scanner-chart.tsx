"use client";

import { useTranslations } from "next-intl";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import type { CatalogueCharts } from "@/lib/catalogue/search-result";
import { ChartFrame } from "./chart-frame";
import { useLabels } from "./labels";

/** Roles that say nothing of what a cohort can be made of. */
const LEFT_OUT = ["localiser", "SBRef", "unknown"];
const ROWS = 6;
const FILLS = ["fill-data-1", "fill-data-2", "fill-data-3", "fill-data-4"] as const;
const CELL = 10;

/** Subjects by role and scanner: darker is more; a dashed outline is a scanner that has none. */
export function RoleByScannerChart({
  scanners,
  cells,
}: {
  scanners: CatalogueCharts["scanners"];
  cells: CatalogueCharts["roleByScanner"];
}) {
  const t = useTranslations("catalogue.charts");
  const labels = useLabels();
  const counts = new Map(
    cells.map((cell) => [`${cell.scannerId}|${cell.role}`, cell.count === "below-11" ? 0 : cell.count]),
  );
  const totalOf = (role: string) =>
    cells
      .filter((cell) => cell.role === role)
      .reduce((sum, { count }) => sum + (count === "below-11" ? 0 : count), 0);
  const frequent = SEQUENCE_ROLES.filter((role) => !LEFT_OUT.includes(role) && totalOf(role) > 0)
    .sort((a, b) => totalOf(b) - totalOf(a))
    .slice(0, ROWS);
  const roles = SEQUENCE_ROLES.filter((role) => frequent.includes(role));
  const columns = [...scanners].sort((a, b) => a.site.localeCompare(b.site));
  const largest = Math.max(1, ...counts.values());
  // Square root: scanners differ by orders of magnitude, and the thin ones are what one looks for.
  const shade = (count: number) => FILLS[Math.min(3, Math.floor(Math.sqrt(count / largest) * 4))] ?? FILLS[0];
  return (
    <ChartFrame title={t("roleByScanner")} legend={t("scanners", { count: columns.length })}>
      {roles.length === 0 ? (
        <p className="py-6 text-muted">{t("empty")}</p>
      ) : (
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          <div aria-hidden="true" className="flex flex-col justify-around text-micro leading-none text-muted">
            {roles.map((role) => (
              <span key={role}>{labels.role(role)}</span>
            ))}
          </div>
          <svg
            viewBox={`0 0 ${columns.length * CELL} ${roles.length * CELL}`}
            preserveAspectRatio="none"
            className="h-32 w-full"
            // Few scanners keep cells of a cell's shape rather than fill the width.
            style={{ maxWidth: `${columns.length * 2.5}rem` }}
            role="img"
            aria-label={t("roleByScanner")}
          >
            {roles.map((role, row) =>
              columns.map((scanner, column) => {
                const count = counts.get(`${scanner.id}|${role}`) ?? 0;
                return (
                  <rect
                    key={`${role}-${scanner.id}`}
                    x={column * CELL + 0.8}
                    y={row * CELL + 0.8}
                    width={CELL - 1.6}
                    height={CELL - 1.6}
                    rx={1}
                    vectorEffect="non-scaling-stroke"
                    strokeDasharray={count === 0 ? "2 2" : undefined}
                    className={count === 0 ? "fill-transparent stroke-control" : shade(count)}
                  >
                    <title>
                      {t("cell", {
                        role: labels.role(role),
                        site: scanner.site,
                        model: scanner.model,
                        count,
                      })}
                    </title>
                  </rect>
                );
              }),
            )}
          </svg>
        </div>
      )}
    </ChartFrame>
  );
}
