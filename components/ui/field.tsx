import { useId, type ComponentProps, type ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icons";

export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

/** Label, hint and error of one control, tied to it for screen readers. `children` gets the ids to spread. */
export function Field({
  label,
  hint,
  error,
  children,
  className,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: (control: FieldControl) => ReactNode;
  className?: string;
}) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1 text-read", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-dense text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-center gap-1.5 text-dense text-major">
          <Icon name="warning" className="size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A one-line text input. */
export function TextInput({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      className={classNames(
        "h-8 w-full rounded-md border border-control bg-surface px-2.5 text-read text-ink placeholder:text-muted aria-invalid:border-major disabled:opacity-50",
        className,
      )}
      {...props}
    />
  );
}

/** A text of several lines. */
export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={classNames(
        "min-h-20 w-full rounded-md border border-control bg-surface px-2.5 py-1.5 text-read text-ink placeholder:text-muted aria-invalid:border-major disabled:opacity-50",
        className,
      )}
      {...props}
    />
  );
}
