"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SequenceChip } from "@/components/ui/sequence-chip";
import { parseRoleToken, type CatalogueQuery } from "@/lib/catalogue/search-query";
import type { PlaceTag, SequenceTag } from "@/lib/catalogue/search-result";
import { useLabels } from "./labels";
import { useSearchState } from "./search-state";

/** A small picture of 34 px, or its place when there is none. */
export function RowThumbnail({ volumeId }: { volumeId: string | null }) {
  const t = useTranslations("catalogue.table");
  const [broken, setBroken] = useState(false);
  if (volumeId === null || broken) {
    return (
      <span
        title={t("noThumbnail")}
        className="grid size-8.5 place-items-center rounded-md border border-dashed text-muted"
      >
        <span aria-hidden="true">·</span>
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
      className="size-8.5 rounded-md bg-black object-cover"
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

const MOST_CHIPS = 4;
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
  const rest = distinct.slice(MOST_CHIPS);
  return (
    <span className="flex flex-nowrap gap-1">
      {distinct.slice(0, MOST_CHIPS).map(({ label, chosen }) => (
        <SequenceChip key={label} label={label} chosen={chosen} />
      ))}
      {rest.length > 0 ? (
        <span className="self-center text-micro text-muted" title={rest.map(({ label }) => label).join(", ")}>
          {t("moreSequences", { count: rest.length })}
        </span>
      ) : null}
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
    <span className="block max-w-44 truncate 2xl:max-w-80" title={words.join("\n")}>
      {words[0] ?? t("unknown")}
      {words.length > 1 ? (
        <span className="text-muted"> {t("moreSequences", { count: words.length - 1 })}</span>
      ) : null}
    </span>
  );
}
