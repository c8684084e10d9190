"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { isTyping } from "./typing";

/** The search field of the bar; "/" reaches it from anywhere. Its text becomes /catalogue?q=. */
export function QuickSearch() {
  const t = useTranslations("shell.search");
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  // Elsewhere "q" is another page's own question.
  const asked = pathname === "/catalogue" ? (params.get("q") ?? "") : "";
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const focusOnSlash = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", focusOnSlash);
    return () => {
      window.removeEventListener("keydown", focusOnSlash);
    };
  }, []);

  return (
    <form
      role="search"
      action="/catalogue"
      className="relative w-[min(17rem,24vw)] min-w-40"
      onSubmit={(event) => {
        event.preventDefault();
        const text = input.current?.value.trim() ?? "";
        // On the catalogue, the text joins the other criteria of the question.
        const address = new URLSearchParams(pathname === "/catalogue" ? params : undefined);
        address.delete("page");
        if (text) address.set("q", text);
        else address.delete("q");
        router.push(address.size > 0 ? `/catalogue?${address.toString()}` : "/catalogue");
      }}
    >
      <input
        ref={input}
        key={asked}
        type="search"
        name="q"
        defaultValue={asked}
        aria-label={t("label")}
        aria-keyshortcuts="/"
        placeholder={t("placeholder")}
        autoComplete="off"
        maxLength={200}
        className="peer h-7 w-full rounded-md border border-control bg-paper pr-7 pl-2.5 text-dense placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
      />
      <kbd
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center font-mono text-muted peer-focus:invisible"
      >
        /
      </kbd>
    </form>
  );
}
