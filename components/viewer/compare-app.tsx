"use client";

import Link from "next/link";
import { useMonthName } from "@/components/records/relative-month";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { CompareWorkspace, SIDES } from "./compare-workspace";
import type { CompareSide } from "./compare-workspace";
import { comparable, counterpart } from "./first-volume";
import { FoldButton, ViewerFrame } from "./viewer-frame";
import { ViewerShortcuts } from "./viewer-shortcuts";
import { VolumeRail } from "./volume-rail";

interface CompareAppProps {
  exams: Record<CompareSide, ViewableExam>;
  first: Record<CompareSide, ViewableVolume>;
}

/** Two exams of one subject side by side. */
export default function CompareApp({ exams, first }: CompareAppProps) {
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const [volumes, setVolumes] = useState(first);
  const [railOpen, setRailOpen] = useState(true);
  const [panelOpen, setPanelOpen] = useState(true);
  const [helpOpen, setHelpOpen] = useState(false);

  const choose = (side: CompareSide, volume: ViewableVolume) => {
    const other = side === "a" ? "b" : "a";
    // The other side follows when it has the same role; else it keeps what it shows.
    const follows =
      volume.role === volumes[other].role ? null : counterpart(volume, comparable(exams[other].volumes));
    const chosen = { ...volumes, [side]: volume, [other]: follows ?? volumes[other] };
    setVolumes(chosen);
    window.history.replaceState(
      null,
      "",
      `?a=${exams.a.id}&b=${exams.b.id}&volumeA=${chosen.a.id}&volumeB=${chosen.b.id}`,
    );
  };

  return (
    <ViewerFrame
      exam={exams.a}
      onHelp={() => setHelpOpen(true)}
      actions={SIDES.map((side) => (
        <Link
          key={side}
          href={`/view/${exams[side].id}?volume=${volumes[side].id}`}
          className="whitespace-nowrap text-muted hover:text-ink"
        >
          {t("compare.alone", { month: monthName(exams[side].month) })}
        </Link>
      ))}
    >
      <main className="flex min-h-0 flex-1">
        {railOpen ? (
          <div id="viewer-rail" className="w-51.5 shrink-0 overflow-y-auto border-r bg-surface">
            {SIDES.map((side) => (
              <VolumeRail
                key={side}
                exam={exams[side]}
                volumes={comparable(exams[side].volumes)}
                chosenId={volumes[side].id}
                onChoose={(volume) => choose(side, volume)}
              />
            ))}
          </div>
        ) : null}
        <CompareWorkspace
          key={`${volumes.a.id} ${volumes.b.id}`}
          exams={exams}
          volumes={volumes}
          panelOpen={panelOpen}
          onHelp={() => setHelpOpen(true)}
          toolbarStart={
            <div className="mr-1 flex border-r pr-1">
              <FoldButton
                label={t("fold.rail")}
                open={railOpen}
                controls="viewer-rail"
                onToggle={() => setRailOpen(!railOpen)}
              />
              <FoldButton
                label={t("fold.panel")}
                open={panelOpen}
                controls="viewer-panel"
                onToggle={() => setPanelOpen(!panelOpen)}
              />
            </div>
          }
        />
      </main>
      <ViewerShortcuts open={helpOpen} onOpenChange={setHelpOpen} />
    </ViewerFrame>
  );
}
