import type { ComponentProps } from "react";

const PATHS = {
  check: "M3.5 8.5 6.5 11.5 12.5 4.5",
  chevronDown: "M4 6l4 4 4-4",
  chevronRight: "M6 4l4 4-4 4",
  close: "M4 4l8 8M12 4l-8 8",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM11 11l3 3",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  compare: "M2.5 3h4.500v10h-4.500zM9 3h4.500v10h-4.500z",
  sort: "M5 6l3-3 3 3M5 10l3 3 3-3",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1M8 13.500v1M1.5 8h1M13.5 8h1M3.4 3.400l.7.7M11.9 11.900l.7.7M3.4 12.600l.7-.7M11.9 4.100l.7-.7",
  moon: "M13.5 9.500A6 6 0 0 1 6.5 2.5 6 6 0 1 0 13.5 9.500Z",
  screen: "M2 3h12v8H2zM6 14h4",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5v.1",
  warning: "M8 2.5 14.5 13.500h-13zM8 6.500v3M8 11.500v.1",
} as const;

export type IconName = keyof typeof PATHS;

/** A 16 px line icon, always decorative: the words beside it or the control's label say what it is. */
export function Icon({
  name,
  className = "size-4",
  ...props
}: { name: IconName } & Omit<ComponentProps<"svg">, "name">) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
      {...props}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
