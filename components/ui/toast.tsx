"use client";

import { Toast as Radix } from "radix-ui";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { classNames } from "./class-names";
import { Icon } from "./icons";

export interface ToastMessage {
  title: string;
  body?: string;
  tone?: "neutral" | "danger";
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Shows a short message about what has just been done; it is announced and goes by itself. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

/** Mounted once, in the root layout. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const t = useTranslations("ui");
  const [messages, setMessages] = useState<(ToastMessage & { id: string })[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setMessages((current) => [...current.slice(-3), { ...message, id: crypto.randomUUID() }]);
  }, []);
  return (
    <ToastContext value={show}>
      <Radix.Provider label={t("notification")} swipeDirection="right">
        {children}
        {messages.map((message) => (
          <Radix.Root
            key={message.id}
            type={message.tone === "danger" ? "foreground" : "background"}
            onOpenChange={(open) => {
              if (!open) setMessages((current) => current.filter(({ id }) => id !== message.id));
            }}
            className={classNames(
              "flex animate-appear items-start justify-between gap-3 rounded-lg border bg-surface p-3 text-dense shadow-float",
              message.tone === "danger" ? "border-major" : "border-line",
            )}
          >
            <div>
              <Radix.Title className="font-medium">{message.title}</Radix.Title>
              {message.body ? (
                <Radix.Description className="mt-0.5 text-muted">{message.body}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close aria-label={t("close")} className="text-muted hover:text-ink">
              <Icon name="close" />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport
          label={t("notifications")}
          className="fixed right-4 bottom-4 z-50 flex w-80 flex-col gap-2 outline-none"
        />
      </Radix.Provider>
    </ToastContext>
  );
}
