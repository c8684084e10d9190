"use client";

import { useTranslations } from "next-intl";
import { useBuilder } from "./builder-state";
import { STARTERS } from "./starter-questions";

/** For an empty builder: three questions to take and change. */
export function Starters() {
  const t = useTranslations("cohorts.starters");
  const { edit } = useBuilder();
  return (
    <section aria-labelledby="starters-title" className="flex flex-col gap-1.5">
      <h2 id="starters-title" className="font-medium text-muted">
        {t("title")}
      </h2>
      <ul className="grid gap-2 md:grid-cols-3">
        {(Object.keys(STARTERS) as (keyof typeof STARTERS)[]).map((key) => (
          <li key={key} className="flex">
            <button
              type="button"
              className="w-full rounded-lg border bg-surface px-3 py-2 text-left hover:border-control hover:bg-hover"
              onClick={() => {
                edit(STARTERS[key], { open: null });
              }}
            >
              {t(key)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
