"use client";

import Link from "next/link";
import { useMonthName } from "@/components/records/relative-month";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Measurement } from "@/lib/catalogue/measurement";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { StackWorkspace } from "./stack-workspace";
import type { Layout, Tool } from "./tools";
import { useMeasurements } from "./use-measurements";
import { FoldButton, ViewerFrame } from "./viewer-frame";
import { ViewerShortcuts } from "./viewer-shortcuts";
import { VolumeRail } from "./volume-rail";
import { VolumeWorkspace } from "./volume-workspace";

/** One exam: its volumes on the left, the chosen one in the middle. */
export default function ViewerApp({ exam, first }: { exam: ViewableExam; first: ViewableVolume }) {
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const [volume, setVolume] = useState(first);
  const [goTo, setGoTo] = useState<Measurement | null>(null);
  const [tool, setTool] = useState<Tool>("crosshair");
  const [layout, setLayout] = useState<Layout>("focus");
  const [railOpen, setRailOpen] = useState(true);
  const [panelOpen, setPanelOpen] = useState(true);
  const [helpOpen, setHelpOpen] = useState(false);
  const measurements = useMeasurements(exam.id);

  const show = (chosen: ViewableVolume, measurement: Measurement | null = null) => {
    setVolume(chosen);
    setGoTo(measurement);
    // The address follows without asking the server again: the same exam, already recorded as viewed.
    window.history.replaceState(null, "", `?series=${chosen.seriesId}&volume=${chosen.id}`);
  };
  const openHelp = () => setHelpOpen(true);
  const toolbarStart = (
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
  );

  return (
    <ViewerFrame
      exam={exam}
      onHelp={openHelp}
      actions={exam.others.map((other) => (
        <Link
          key={other.id}
          href={`/compare?a=${exam.id}&b=${other.id}`}
          className="whitespace-nowrap text-muted hover:text-ink"
        >
          {t("compareWith", { month: monthName(other.month) })}
        </Link>
      ))}
    >
      <main className="flex min-h-0 flex-1">
        {railOpen ? (
          <div id="viewer-rail" className="w-51.5 shrink-0 overflow-y-auto border-r bg-surface">
            <VolumeRail
              exam={exam}
              volumes={exam.volumes}
              chosenId={volume.id}
              onChoose={(chosen) => show(chosen)}
            />
          </div>
        ) : null}
        {volume.kind === "volume" ? (
          <VolumeWorkspace
            key={`${volume.id} ${goTo?.id ?? ""}`}
            exam={exam}
            volume={volume}
            measurements={measurements}
            tool={tool}
            onTool={setTool}
            layout={layout}
            onLayout={setLayout}
            panelOpen={panelOpen}
            onOtherVolume={(measurement) => {
              const target = exam.volumes.find(({ id }) => id === measurement.volumeId);
              if (target) show(target, measurement);
            }}
            goTo={goTo}
            onHelp={openHelp}
            toolbarStart={toolbarStart}
          />
        ) : (
          <StackWorkspace
            key={volume.id}
            exam={exam}
            volume={volume}
            panelOpen={panelOpen}
            onHelp={openHelp}
            toolbarStart={toolbarStart}
          />
        )}
      </main>
      <ViewerShortcuts open={helpOpen} onOpenChange={setHelpOpen} />
    </ViewerFrame>
  );
}
