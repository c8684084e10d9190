"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Select } from "@/components/ui/select";
import type { GrantState } from "@/lib/access/grant-store";

const STATES = ["active", "expired", "revoked"] as const;

const EVERYBODY = "everybody";

function hrefOf(state: GrantState, userId: string | null): string {
  const query = new URLSearchParams({ state });
  if (userId !== null) query.set("userId", userId);
  return `/admin/grants?${query.toString()}`;
}

/** State and person of the grants to list; both are in the address. */
export function GrantsFilter({
  state,
  userId,
  counts,
  people,
}: {
  state: GrantState;
  userId: string | null;
  counts: Record<GrantState, number>;
  people: readonly { id: string; name: string }[];
}) {
  const t = useTranslations("admin.grants");
  const format = useFormatter();
  const router = useRouter();
  return (
    <div className="flex flex-wrap items-center gap-4">
      <nav aria-label={t("states")} className="flex gap-1">
        {STATES.map((choice) => (
          <Link
            key={choice}
            href={hrefOf(choice, userId)}
            aria-current={choice === state ? "page" : undefined}
            className={classNames(
              "flex h-8 items-center gap-1.5 rounded-md border px-2.5",
              choice === state
                ? "border-control bg-surface font-medium"
                : "border-transparent text-muted hover:bg-hover hover:text-ink",
            )}
          >
            {t(choice)}
            <span className="text-muted">{format.number(counts[choice])}</span>
          </Link>
        ))}
      </nav>
      <Select
        aria-label={t("person")}
        value={userId ?? EVERYBODY}
        onValueChange={(value) => {
          router.push(hrefOf(state, value === EVERYBODY ? null : value));
        }}
        options={[
          { value: EVERYBODY, label: t("everybody") },
          ...people.map((person) => ({ value: person.id, label: person.name })),
        ]}
      />
    </div>
  );
}
