"use client";

import { useMonthName } from "@/components/records/relative-month";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Measurement } from "@/lib/catalogue/measurement";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import type { Plane } from "@/lib/viewer/geometry";
import { CursorPanel } from "./cursor-panel";
import { FourthAxis } from "./fourth-axis";
import { LinkPanel } from "./link-panel";
import { LoadStatus } from "./load-status";
import { MeasurementList } from "./measurement-list";
import { PlanePane } from "./plane-pane";
import { Toolbar } from "./toolbar";
import type { Layout, Tool } from "./tools";
import { useLinkedViews } from "./use-linked-views";
import { useMeasurements } from "./use-measurements";
import type { Measurements } from "./use-measurements";
import { useViewerKeys } from "./use-viewer-keys";
import { useVolumeView } from "./use-volume-view";
import { PanelSection } from "./viewer-frame";
import { useVolumeName } from "./volume-name";

export const SIDES = ["a", "b"] as const;
export type CompareSide = (typeof SIDES)[number];

interface CompareWorkspaceProps {
  exams: Record<CompareSide, ViewableExam>;
  volumes: Record<CompareSide, ViewableVolume>;
  panelOpen: boolean;
  onHelp(): void;
  toolbarStart: ReactNode;
}

const PLANES_OF: Readonly<Record<Layout, readonly Plane[]>> = {
  one: ["axial"],
  focus: ["axial", "coronal"],
  three: ["axial", "coronal", "sagittal"],
};
const ROWS: Readonly<Record<Layout, string>> = {
  one: "grid-rows-1",
  focus: "grid-rows-2",
  three: "grid-rows-3",
};

/** Two volumes of one subject, plane by plane. Its key is both volumes' ids. */
export function CompareWorkspace({ exams, volumes, panelOpen, onHelp, toolbarStart }: CompareWorkspaceProps) {
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const { name } = useVolumeName();
  const views = useLinkedViews(useVolumeView(volumes.a.id), useVolumeView(volumes.b.id));
  const measurements: Record<CompareSide, Measurements> = {
    a: useMeasurements(exams.a.id),
    b: useMeasurements(exams.b.id),
  };
  const [tool, setTool] = useState<Tool>("crosshair");
  const [layout, setLayout] = useState<Layout>("focus");
  const [active, setActive] = useState<{ side: CompareSide; plane: Plane }>({ side: "a", plane: "axial" });
  const [chosenId, setChosenId] = useState<string | null>(null);

  const autoWindow = () => {
    views.a.setWindow(null);
    views.b.setWindow(null);
  };
  useViewerKeys({
    volume: views[active.side],
    plane: active.plane,
    onTool: setTool,
    onLayout: setLayout,
    onAutoWindow: autoWindow,
    onReset: views.a.reset,
    onHelp,
  });

  const month = (side: CompareSide) => monthName(exams[side].month);
  const choose = (side: CompareSide, measurement: Measurement) => {
    const [p, q] = measurement.pointsMm;
    setChosenId(measurement.id);
    views[side].setCursor([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2, (p[2] + q[2]) / 2]);
  };

  return (
    <>
      <div className="flex min-w-0 flex-1 flex-col">
        <Toolbar
          tool={tool}
          onTool={setTool}
          layout={layout}
          onLayout={setLayout}
          onAutoWindow={autoWindow}
          onReset={views.a.reset}
        >
          {toolbarStart}
        </Toolbar>
        <div className="grid min-h-0 flex-1 grid-cols-2 gap-px bg-line">
          {SIDES.map((side) => (
            <section
              key={side}
              aria-label={t("compare.side", { month: month(side) })}
              className="flex min-h-0 min-w-0 flex-col"
            >
              <div className={classNames("relative grid min-h-0 flex-1 gap-px bg-line", ROWS[layout])}>
                {PLANES_OF[layout].map((plane) => (
                  <PlanePane
                    key={plane}
                    volume={views[side]}
                    plane={plane}
                    tool={tool}
                    caption={[`${month(side)} · ${exams[side].scanner.model}`, name(volumes[side])]}
                    active={active.side === side && active.plane === plane}
                    onActivate={() => setActive({ side, plane })}
                    lengths={measurements[side].list.filter(({ volumeId }) => volumeId === volumes[side].id)}
                    chosenId={chosenId}
                    onLength={([p, q]) => {
                      void measurements[side]
                        .save(volumes[side].id, [[...p], [...q]])
                        .then((saved) => saved && setChosenId(saved.id));
                    }}
                    testId={`pane-${side}-${plane}`}
                  />
                ))}
                <LoadStatus {...views[side].state} onRetry={() => void views[side].session.open()} />
              </div>
              <FourthAxis volume={views[side]} />
            </section>
          ))}
        </div>
      </div>
      {panelOpen ? (
        <aside
          id="viewer-panel"
          aria-label={t("panel.label")}
          className="w-60 shrink-0 divide-y overflow-y-auto border-l bg-surface"
        >
          <PanelSection title={t("link.title")}>
            <LinkPanel views={views} />
          </PanelSection>
          {SIDES.map((side) => (
            <PanelSection key={side} title={t("compare.cursor", { month: month(side) })}>
              <CursorPanel volume={views[side]} testId={`cursor-value-${side}`} />
            </PanelSection>
          ))}
          {SIDES.map((side) => (
            <PanelSection key={side} title={t("compare.measurements", { month: month(side) })}>
              <MeasurementList
                measurements={measurements[side]}
                nameOf={(id) => {
                  const found = exams[side].volumes.find((volume) => volume.id === id);
                  return found ? name(found) : t("measurements.goneVolume");
                }}
                chosenId={chosenId}
                onChoose={(measurement) => choose(side, measurement)}
              />
            </PanelSection>
          ))}
          <PanelSection title={t("panel.convention")}>
            <p className="text-muted">{t("panel.radiological")}</p>
          </PanelSection>
        </aside>
      ) : null}
    </>
  );
}
