import Link from "next/link";
import { useTranslations } from "next-intl";
import type { DerivedSummary } from "@/lib/catalogue/record";
import { useSequenceName } from "./sequence-name";

/** Segmentations, maps, measurements and registrations: what they are of, and which series they were made from. */
export function DerivedObjects({ objects }: { objects: readonly DerivedSummary[] }) {
  const t = useTranslations("records.derived");
  const nameOf = useSequenceName();
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {objects.map(({ id, kind, labels, seriesId, sources, awaited }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
          <span className="font-medium">
            {seriesId === null ? (
              t(`kind.${kind}`)
            ) : (
              <Link
                href={`/series/${seriesId}`}
                className="decoration-thread underline-offset-4 hover:underline"
              >
                {t(`kind.${kind}`)}
              </Link>
            )}
          </span>
          {labels.length > 0 ? <span>{labels.join(", ")}</span> : null}
          {sources.length > 0 ? (
            <span className="text-muted">
              {t("from")}{" "}
              {sources.map((source, index) => (
                <span key={source.id}>
                  {index > 0 ? ", " : null}
                  <Link href={`/series/${source.id}`} className="underline underline-offset-4">
                    {nameOf(source.sequence)}
                    {source.seriesNumber === null ? null : ` (${source.seriesNumber})`}
                  </Link>
                </span>
              ))}
            </span>
          ) : null}
          {awaited > 0 ? <span className="text-muted">{t("awaited", { count: awaited })}</span> : null}
        </li>
      ))}
    </ul>
  );
}
