"use client";

import { useMonthName } from "@/components/records/relative-month";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { thumbnailUrl } from "@/lib/viewer/load-manifest";
import { useVolumeName } from "./volume-name";

interface VolumeRailProps {
  exam: ViewableExam;
  volumes: readonly ViewableVolume[];
  chosenId: string;
  onChoose(volume: ViewableVolume): void;
}

/** The volumes of an exam, by thumbnail and role. */
export function VolumeRail({ exam, volumes, chosenId, onChoose }: VolumeRailProps) {
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const { name, detail } = useVolumeName();
  const month = monthName(exam.month);
  return (
    <section aria-label={t("rail.label", { month })}>
      <h2 className="px-3 pt-3 pb-2 text-dense font-semibold">
        {month} · {exam.scanner.model}{" "}
        <span className="font-normal text-muted">
          {t("tesla", { tesla: exam.scanner.fieldStrengthTesla })}
        </span>
      </h2>
      <ul>
        {volumes.map((volume) => {
          const chosen = volume.id === chosenId;
          return (
            <li key={volume.id}>
              <button
                type="button"
                aria-pressed={chosen}
                data-testid="rail-volume"
                data-volume={volume.id}
                title={volume.seriesDescription ?? undefined}
                onClick={() => onChoose(volume)}
                className={classNames(
                  "flex w-full items-center gap-2 border-l-2 py-1.5 pr-2 pl-2.5 text-left transition-colors hover:bg-hover",
                  chosen ? "border-thread bg-hover" : "border-transparent",
                )}
              >
                <span className="size-11 shrink-0 overflow-hidden rounded-sm bg-black">
                  {volume.hasThumbnail ? (
                    // Served by our own authorised route; an optimiser would fetch it without the user's session.
                    <img
                      src={thumbnailUrl(volume.id)}
                      alt=""
                      width={44}
                      height={44}
                      loading="lazy"
                      className="size-11"
                    />
                  ) : null}
                </span>
                <span className="min-w-0">
                  <span className="block truncate">{name(volume)}</span>
                  <span className="block truncate text-micro text-muted">{detail(volume)}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
