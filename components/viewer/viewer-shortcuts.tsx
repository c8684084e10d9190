"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";

const SHORTCUTS = [
  { keys: "1 2 3", action: "layouts" },
  { keys: "↑ ↓", action: "slice" },
  { keys: "PgUp PgDn", action: "tenSlices" },
  { keys: "← →", action: "fourthAxis" },
  { keys: "C", action: "crosshair" },
  { keys: "W", action: "window" },
  { keys: "Z", action: "zoom" },
  { keys: "P", action: "pan" },
  { keys: "L", action: "length" },
  { keys: "A", action: "auto" },
  { keys: "R", action: "reset" },
  { keys: "?", action: "help" },
] as const;

const GESTURES = ["wheel", "controlWheel", "rightDrag", "middleDrag", "twoFingers"] as const;

/** What the keys and gestures of the viewer do. */
export function ViewerShortcuts({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const t = useTranslations("viewer.shortcuts");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      closeLabel={t("close")}
      className="scheme-dark"
    >
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5">
        {SHORTCUTS.map(({ keys, action }) => (
          <div key={action} className="contents">
            <dt className="font-mono">{keys}</dt>
            <dd>{t(`action.${action}`)}</dd>
          </div>
        ))}
        {GESTURES.map((gesture) => (
          <div key={gesture} className="contents">
            <dt>{t(`gesture.${gesture}`)}</dt>
            <dd>{t(`effect.${gesture}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
