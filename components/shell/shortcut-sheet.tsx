"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Dialog } from "@/components/ui/dialog";
import { isTyping } from "./typing";

const SHORTCUTS = [
  { keys: ["slash"], action: "search" },
  { keys: ["g", "c"], action: "catalogue" },
  { keys: ["g", "r"], action: "network" },
  { keys: ["question"], action: "help" },
  { keys: ["escape"], action: "escape" },
] as const;

/** Keys on the rows of a cohort's criteria, told where they are of use. */
const BUILDER_SHORTCUTS = [
  { keys: ["arrows"], action: "treeWalk" },
  { keys: ["enter"], action: "treeOpen" },
  { keys: ["altArrows"], action: "treeMove" },
  { keys: ["a"], action: "treeAdd" },
  { keys: ["g"], action: "treeGroup" },
  { keys: ["n"], action: "treeExclude" },
  { keys: ["delete"], action: "treeRemove" },
  { keys: ["ctrlZ"], action: "undo" },
  { keys: ["ctrlShiftZ"], action: "redo" },
] as const;
const BUILDER_PATH = "/cohorts/build";

const DESTINATIONS: Record<string, string> = { c: "/catalogue", r: "/network" };

/** A "g" waits this long for its second key, in milliseconds. */
const SEQUENCE_MS = 1200;

/** The list of keyboard shortcuts, opened by "?", and the shortcuts that go from page to page. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("shell.shortcuts");
  const router = useRouter();
  const inBuilder = usePathname() === BUILDER_PATH;
  const pendingSince = useRef(-Infinity);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") {
        event.preventDefault();
        onOpenChange(true);
        return;
      }
      const destination = DESTINATIONS[event.key];
      if (destination && event.timeStamp - pendingSince.current < SEQUENCE_MS) router.push(destination);
      pendingSince.current = event.key === "g" ? event.timeStamp : -Infinity;
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [router, onOpenChange]);

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} closeLabel={t("close")}>
      <ShortcutList shortcuts={SHORTCUTS} />
      {inBuilder ? (
        <>
          <h2 className="mt-4 mb-2 font-semibold">{t("builder")}</h2>
          <ShortcutList shortcuts={BUILDER_SHORTCUTS} />
        </>
      ) : null}
    </Dialog>
  );
}

type Shortcut = (typeof SHORTCUTS | typeof BUILDER_SHORTCUTS)[number];

function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const t = useTranslations("shell.shortcuts");
  return (
    <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-6 gap-y-2">
      {shortcuts.map(({ keys, action }) => (
        <div key={action} className="contents">
          <dt className="flex items-center gap-1.5">
            {keys.map((key, position) => (
              <span key={key} className="flex items-center gap-1.5">
                {position > 0 ? <span className="text-micro text-muted">{t("then")}</span> : null}
                <kbd className="min-w-6 rounded-sm border border-control px-1.5 text-center font-mono text-dense">
                  {t(`keys.${key}`)}
                </kbd>
              </span>
            ))}
          </dt>
          <dd>{t(action)}</dd>
        </div>
      ))}
    </dl>
  );
}
