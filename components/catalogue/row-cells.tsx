"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { SequenceChip } from "@/components/ui/sequence-chip";
import { parseRoleToken, type CatalogueQuery } from "@/lib/catalogue/search-query";
import type { PlaceTag, SequenceTag, SubjectRow } from "@/lib/catalogue/search-result";
import { useLabels } from "./labels";
import { useSearchState } from "./search-state";

/** A row's small picture, which leads to its images when the reader may open them. */
export function RowPicture({
  volumeId,
  images,
  label,
}: {
  volumeId: string | null;
  images: string | null;
  label: string;
}) {
  const t = useTranslations("catalogue.table");
  if (images === null) return <RowThumbnail volumeId={volumeId} />;
  const words = t("viewImages", { label });
  return (
    <Link
      href={images}
      aria-label={words}
      title={words}
      className="block w-fit rounded-md outline-offset-2 hover:outline-2 hover:outline-thread"
    >
      <RowThumbnail volumeId={volumeId} />
    </Link>
  );
}

/** A small picture of 34 px, or its place when there is none. */
function RowThumbnail({ volumeId }: { volumeId: string | null }) {
  const t = useTranslations("catalogue.table");
  const [broken, setBroken] = useState(false);
  if (volumeId === null || broken) {
    return (
      <span
        title={t("noThumbnail")}
        className="block size-8.5 rounded-md border border-dashed border-control"
      >
        <span className="sr-only">{t("noThumbnail")}</span>
      </span>
    );
  }
  return (
    // The images are private, small and already sized: Next's optimiser has nothing to add.
    <img
      src={`/api/volumes/${volumeId}/thumbnail`}
      alt=""
      width={34}
      height={34}
      loading="lazy"
      decoding="async"
      className="size-8.5 max-w-none rounded-md bg-black object-cover"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}

/** Whether the question asked for this sequence. */
function isAsked(query: CatalogueQuery, tag: SequenceTag): boolean {
  return (
    (tag.map !== null && query.map.includes(tag.map)) ||
    query.role.some((token) => {
      const { role, is3D } = parseRoleToken(token);
      return role === tag.role && (!is3D || tag.is3D);
    })
  );
}

/** Chips in a row: on a narrow screen, and where there is room. */
const MOST_CHIPS = { narrow: 3, wide: 6 } as const;
const UNTOLD = ["localiser", "SBRef", "unknown"];

/** The sequences of a row: what was asked first and marked, the rest after; localisers are not worth a chip. */
export function SequenceChips({ sequences }: { sequences: readonly SequenceTag[] }) {
  const t = useTranslations("catalogue.table");
  const { query } = useSearchState();
  const labels = useLabels();
  const told = sequences
    .filter((tag) => isAsked(query, tag) || !UNTOLD.includes(tag.role))
    .map((tag) => ({ label: labels.sequence(tag), chosen: isAsked(query, tag), map: tag.map !== null }))
    .sort((a, b) => Number(b.chosen) - Number(a.chosen) || Number(a.map) - Number(b.map));
  const distinct = told.filter((tag, index) => told.findIndex(({ label }) => label === tag.label) === index);
  const more = (most: number, when: string) => {
    const rest = distinct.slice(most);
    return rest.length > 0 ? (
      <span
        className={`self-center text-micro text-muted ${when}`}
        title={rest.map(({ label }) => label).join(", ")}
      >
        {t("moreSequences", { count: rest.length })}
      </span>
    ) : null;
  };
  return (
    <span className="flex flex-nowrap gap-1">
      {distinct.slice(0, MOST_CHIPS.wide).map(({ label, chosen }, index) => (
        <span key={label} className={index < MOST_CHIPS.narrow ? "flex" : "hidden 2xl:flex"}>
          <SequenceChip label={label} chosen={chosen} />
        </span>
      ))}
      {more(MOST_CHIPS.narrow, "2xl:hidden")}
      {more(MOST_CHIPS.wide, "max-2xl:hidden")}
    </span>
  );
}

const MOST_VISITS = 3;

/** "M0, M12, M24": each leads to its exam. Of more than three, the first two and the last; the others on hover. */
export function Visits({ visits, pseudonym }: { visits: SubjectRow["visits"]; pseudonym: string }) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  const folded = visits.length > MOST_VISITS;
  const shown = folded ? [...visits.slice(0, MOST_VISITS - 1), ...visits.slice(-1)] : visits;
  return (
    <span
      className="whitespace-nowrap text-muted"
      title={folded ? visits.map(({ month }) => labels.month(month)).join(", ") : undefined}
    >
      {shown.map(({ examId, month }, at) => (
        <Fragment key={examId}>
          {at === 0 ? "" : folded && at === shown.length - 1 ? " … " : ", "}
          <Link
            href={`/exams/${examId}`}
            aria-label={t("examLink", { month: labels.month(month), pseudonym })}
            className="underline-offset-2 hover:text-ink hover:underline"
          >
            {labels.month(month)}
          </Link>
        </Fragment>
      ))}
    </span>
  );
}

/** "CHU Lille · MAGNETOM Prisma"; the first of several, with the others on hover. */
export function Places({ places }: { places: readonly PlaceTag[] }) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  const words = places.map(
    (place) => `${place.site} · ${labels.scanner(`${place.manufacturer}~${place.model}`)}`,
  );
  return (
    <span className="block max-w-40 truncate 2xl:max-w-none" title={words.join("\n")}>
      {words[0] ?? t("unknown")}
      {words.length > 1 ? (
        <span className="text-muted"> {t("moreSequences", { count: words.length - 1 })}</span>
      ) : null}
    </span>
  );
}
