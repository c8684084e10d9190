import { useLocale, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { EpochView } from "@/lib/network/network-view";

/** The software of a scanner from its first epoch to the current one; dated for holders of true dates. */
export function EpochStrip({ epochs }: { epochs: readonly EpochView[] }) {
  const t = useTranslations("network");
  const locale = useLocale();
  if (epochs.length === 0) return <span className="text-muted">{t("noEpoch")}</span>;
  const written = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return (
    <ol className="flex flex-wrap gap-0.5">
      {epochs.map((epoch, index) => {
        const current = index === epochs.length - 1;
        const name = epoch.kind === "hardware" ? (epoch.note ?? t("hardware")) : epoch.softwareVersions;
        return (
          <li
            key={epoch.id}
            className={classNames(
              "rounded-sm px-2 py-0.5 text-micro text-ink",
              current ? "bg-data-2" : "bg-data-1",
            )}
          >
            {epoch.kind === "hardware" && epoch.note ? `${t("hardware")} · ` : null}
            {epoch.startedOn
              ? t("epochSince", {
                  software: name,
                  date: written.format(new Date(`${epoch.startedOn}T00:00:00Z`)),
                })
              : name}
          </li>
        );
      })}
    </ol>
  );
}
