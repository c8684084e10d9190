"use client";

import { useMonthName } from "@/components/records/relative-month";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReactNode } from "react";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import type { Measurement } from "@/lib/catalogue/measurement";
import type { Plane } from "@/lib/viewer/geometry";
import { CursorPanel } from "./cursor-panel";
import { FourthAxis } from "./fourth-axis";
import { LoadStatus } from "./load-status";
import { MeasurementList } from "./measurement-list";
import { PaneGrid, planesOf } from "./pane-grid";
import { PlanePane } from "./plane-pane";
import { Toolbar } from "./toolbar";
import type { Layout, Tool } from "./tools";
import type { Draft } from "./use-pane-gestures";
import type { Measurements } from "./use-measurements";
import { useViewerKeys } from "./use-viewer-keys";
import { useVolumeView } from "./use-volume-view";
import { PanelSection } from "./viewer-frame";
import { useVolumeName } from "./volume-name";
import { GridNotes } from "./grid-notes";

interface VolumeWorkspaceProps {
  exam: ViewableExam;
  volume: ViewableVolume;
  measurements: Measurements;
  tool: Tool;
  onTool(tool: Tool): void;
  layout: Layout;
  onLayout(layout: Layout): void;
  panelOpen: boolean;
  /** Where a length was drawn on another volume: show that one, then go there. */
  onOtherVolume(measurement: Measurement): void;
  /** A length to go to as soon as the volume is shown. */
  goTo: Measurement | null;
  onHelp(): void;
  toolbarStart: ReactNode;
}

/** Three planes of one volume with their tools and side panel. Its key is the volume's id. */
export function VolumeWorkspace(props: VolumeWorkspaceProps) {
  const { exam, volume, measurements, tool, onTool, layout, onLayout, panelOpen, onOtherVolume, goTo } =
    props;
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const { name } = useVolumeName();
  const view = useVolumeView(volume.id, goTo ? middleOf(goTo) : null);
  const [active, setActive] = useState<Plane>("axial");
  const [main, setMain] = useState<Plane>("axial");
  const [chosenId, setChosenId] = useState<string | null>(goTo?.id ?? null);

  const chooseLayout = (chosen: Layout) => {
    setMain(chosen === "three" ? main : active);
    onLayout(chosen);
  };
  const autoWindow = () => view.setWindow(null);
  useViewerKeys({
    volume: view,
    plane: active,
    onTool,
    onLayout: chooseLayout,
    onAutoWindow: autoWindow,
    onReset: view.reset,
    onHelp: props.onHelp,
  });

  const choose = (measurement: Measurement) => {
    if (measurement.volumeId !== volume.id) {
      onOtherVolume(measurement);
      return;
    }
    setChosenId(measurement.id);
    view.setCursor(middleOf(measurement));
  };
  const save = (points: Draft) => {
    const [a, b] = points;
    void measurements.save(volume.id, [[...a], [...b]]).then((saved) => saved && setChosenId(saved.id));
  };
  const lengths = measurements.list.filter(({ volumeId }) => volumeId === volume.id);
  const caption = [`${monthName(exam.month)} · ${name(volume)}`];

  return (
    <>
      <div className="flex min-w-0 flex-1 flex-col">
        <Toolbar
          tool={tool}
          onTool={onTool}
          layout={layout}
          onLayout={chooseLayout}
          onAutoWindow={autoWindow}
          onReset={view.reset}
        >
          {props.toolbarStart}
        </Toolbar>
        <PaneGrid layout={layout}>
          {planesOf(layout, main).map((plane) => (
            <PlanePane
              key={plane}
              volume={view}
              plane={plane}
              tool={tool}
              caption={caption}
              active={active === plane}
              onActivate={() => setActive(plane)}
              lengths={lengths}
              chosenId={chosenId}
              onLength={save}
              testId={`pane-${plane}`}
            />
          ))}
          <LoadStatus {...view.state} onRetry={() => void view.session.open()} />
        </PaneGrid>
        <FourthAxis volume={view} />
      </div>
      {panelOpen ? (
        <aside
          id="viewer-panel"
          aria-label={t("panel.label")}
          className="w-60 shrink-0 divide-y overflow-y-auto border-l bg-surface"
        >
          <PanelSection title={t("cursor.title")}>
            <CursorPanel volume={view} />
          </PanelSection>
          <PanelSection title={t("measurements.title")}>
            <MeasurementList
              measurements={measurements}
              nameOf={(id) => {
                const found = exam.volumes.find((candidate) => candidate.id === id);
                return found ? name(found) : t("measurements.goneVolume");
              }}
              chosenId={chosenId}
              onChoose={choose}
            />
          </PanelSection>
          <PanelSection title={t("panel.convention")}>
            <p className="text-muted">{t("panel.radiological")}</p>
            <GridNotes manifest={view.state.manifest} />
          </PanelSection>
        </aside>
      ) : null}
    </>
  );
}

function middleOf({ pointsMm: [a, b] }: Measurement): [number, number, number] {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}
