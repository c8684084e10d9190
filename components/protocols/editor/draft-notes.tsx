"use client";

import { useTranslations } from "next-intl";
import type { LeftOut } from "@/lib/harmonise/protocol/draft-content";

/** From how many exams a draft was made, and which parameters they do not agree on. */
export function DraftNotes({ examCount, leftOut }: { examCount: number; leftOut: readonly LeftOut[] }) {
  const t = useTranslations("protocols");
  const c = useTranslations("compliance.parameter");
  return (
    <div className="flex flex-col gap-1 border-l-2 border-line pl-4 text-read">
      <p>{t("draftedFrom", { count: examCount })}</p>
      {leftOut.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-minor">{t("leftOut", { count: leftOut.length })}</summary>
          <ul className="mt-1 columns-1 gap-6 text-dense md:columns-2">
            {leftOut.map(({ step, parameter, vendor }) => (
              <li key={[step, parameter, vendor].join()}>
                {vendor === null
                  ? t("leftOutOne", { step, parameter: c(parameter) })
                  : t("leftOutVendor", { step, parameter: c(parameter), vendor })}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
