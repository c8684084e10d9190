import type { SiteView } from "@/lib/network/network-view";

/** How scanners are called where there is room for one line: "CHU de Lille · Siemens Prisma · IRM 2". */
export function scannerNamesOf(sites: readonly SiteView[]): Record<string, string> {
  return Object.fromEntries(
    sites.flatMap((site) =>
      site.scanners.map(({ id, manufacturer, model, label }) => [
        id,
        [site.name, manufacturer === "Other" ? model : `${manufacturer} ${model}`, label]
          .filter(Boolean)
          .join(" · "),
      ]),
    ),
  );
}

/** The same as choices, by name. */
export function scannerChoicesOf(sites: readonly SiteView[]): { id: string; name: string }[] {
  return Object.entries(scannerNamesOf(sites))
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
