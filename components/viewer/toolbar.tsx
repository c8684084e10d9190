"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { LAYOUTS, MOUSE_TOOLS, TOOL_KEYS, TOUCH_TOOLS } from "./tools";
import type { Layout, Tool } from "./tools";

const COARSE = "(pointer: coarse)";

function subscribeToCoarse(listener: () => void): () => void {
  const query = window.matchMedia(COARSE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether fingers are the main pointer. */
export function useTouch(): boolean {
  return useSyncExternalStore(
    subscribeToCoarse,
    () => window.matchMedia(COARSE).matches,
    () => false,
  );
}

const keyOf = (tool: Tool) =>
  Object.entries(TOOL_KEYS)
    .find(([, value]) => value === tool)?.[0]
    ?.toUpperCase();

function Choice({
  pressed,
  label,
  shortcut,
  onClick,
  children,
}: {
  pressed: boolean;
  label: string;
  shortcut: string | undefined;
  onClick(): void;
  /** A picture to show instead of the label, which then names it. */
  children?: ReactNode;
}) {
  return (
    <Button
      variant="quiet"
      size="small"
      aria-pressed={pressed}
      aria-label={children === undefined ? undefined : label}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut})` : label}
      onClick={onClick}
      className={classNames(
        "h-7",
        children === undefined ? "px-2" : "w-8 px-0",
        pressed && "bg-hover text-ink underline decoration-thread underline-offset-4",
        pressed && children !== undefined && "text-thread",
      )}
    >
      {children ?? label}
    </Button>
  );
}

const LAYOUT_PATHS: Readonly<Record<Layout, string>> = {
  one: "M2 3h12v10H2z",
  focus: "M2 3h12v10H2zM10 3v10M10 8h4",
  three: "M2 3h12v10H2zM6 3v10M10 3v10",
};

function LayoutPicture({ path }: { path: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="size-4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );
}

interface ToolbarProps {
  tool: Tool;
  onTool(tool: Tool): void;
  layout: Layout;
  onLayout(layout: Layout): void;
  onAutoWindow(): void;
  onReset(): void;
  /** What stands before the tools: folding buttons, the link of two exams. */
  children?: ReactNode;
}

/** Layouts and tools. */
export function Toolbar({ tool, onTool, layout, onLayout, onAutoWindow, onReset, children }: ToolbarProps) {
  const t = useTranslations("viewer.toolbar");
  const tools = useTouch() ? TOUCH_TOOLS : MOUSE_TOOLS;
  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className="flex min-h-9 flex-wrap items-center gap-x-1 border-b bg-surface px-2 py-1"
    >
      {children}
      <div role="group" aria-label={t("layouts")} className="flex">
        {LAYOUTS.map((choice, index) => (
          <Choice
            key={choice}
            pressed={layout === choice}
            label={t(`layout.${choice}`)}
            shortcut={String(index + 1)}
            onClick={() => onLayout(choice)}
          >
            <LayoutPicture path={LAYOUT_PATHS[choice]} />
          </Choice>
        ))}
      </div>
      <div role="group" aria-label={t("tools")} className="ml-auto flex">
        {tools.map((choice) => (
          <Choice
            key={choice}
            pressed={tool === choice}
            label={t(`tool.${choice}`)}
            shortcut={keyOf(choice)}
            onClick={() => onTool(choice)}
          />
        ))}
      </div>
      <div className="flex border-l pl-1">
        <Button
          variant="quiet"
          size="small"
          className="h-7 px-1.5"
          aria-keyshortcuts="A"
          title={`${t("auto")} (A)`}
          onClick={onAutoWindow}
        >
          {t("auto")}
        </Button>
        <Button
          variant="quiet"
          size="small"
          className="h-7 px-1.5"
          aria-keyshortcuts="R"
          title={`${t("reset")} (R)`}
          onClick={onReset}
        >
          {t("reset")}
        </Button>
      </div>
    </div>
  );
}
