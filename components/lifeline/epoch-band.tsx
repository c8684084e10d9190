import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { EpochView } from "@/lib/network/network-view";
import { epochStart, percent } from "./bin-axis";
import { ChartRow, type LifelineAxis } from "./chart-row";
import { useDay, useEpochName } from "./labels";

/** Software from its first day to the next one's, and hardware events as marks below it. */
export function EpochBand({ axis }: { axis: LifelineAxis }) {
  const t = useTranslations("lifeline");
  const name = useEpochName();
  const day = useDay();
  const placed = axis.epochs.flatMap((epoch) => {
    const start = epochStart(epoch, axis.bins);
    return start === null ? [] : [{ epoch, start }];
  });
  const byOrder = axis.bins[0]?.kind === "epoch";
  const software = byOrder ? placed : placed.filter(({ epoch }) => epoch.kind === "software");
  const hardware = byOrder ? [] : placed.filter(({ epoch }) => epoch.kind === "hardware");
  const titleOf = (epoch: EpochView) =>
    epoch.startedOn === null ? name(epoch) : `${name(epoch)}, ${day(epoch.startedOn)}`;
  return (
    <>
      <ChartRow label={t("row.epochs")}>
        <ol className="relative h-6">
          {software.map(({ epoch, start }, index) => {
            const end = software[index + 1]?.start ?? 1;
            return (
              <li
                key={epoch.id}
                title={titleOf(epoch)}
                className={classNames(
                  "absolute inset-y-0 overflow-hidden rounded-sm border-r border-surface px-2 text-micro/6 text-ellipsis whitespace-nowrap text-ink",
                  index === software.length - 1 ? "bg-data-2" : "bg-data-1",
                )}
                style={{ left: percent(start), width: percent(Math.max(0.003, end - start)) }}
              >
                {name(epoch)}
              </li>
            );
          })}
        </ol>
      </ChartRow>
      {hardware.length > 0 ? (
        <ChartRow label={t("row.hardware")}>
          <ol className="relative h-5">
            {hardware.map(({ epoch, start }) => (
              <li
                key={epoch.id}
                title={titleOf(epoch)}
                className={classNames(
                  "absolute inset-y-0 border-ink px-1.5 text-micro/5 whitespace-nowrap",
                  start > 0.7 ? "-translate-x-full border-r-2" : "border-l-2",
                )}
                style={{ left: percent(start) }}
              >
                {name(epoch)}
              </li>
            ))}
          </ol>
        </ChartRow>
      ) : null}
    </>
  );
}
