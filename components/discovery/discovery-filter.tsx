"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useTransition } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { MANUFACTURERS } from "@/lib/catalogue/search-query";
import type { KindCount } from "@/lib/harmonise/discovery/group-parameters-store";
import { dimensionOf, discoveryHref, kindKey } from "./kind";

const ALL = "all";

/** Which sequence, of which maker: both are in the address. */
export function DiscoveryFilter({
  kinds,
  kind,
  maker,
}: {
  kinds: readonly KindCount[];
  kind: KindCount;
  maker: string | null;
}) {
  const t = useTranslations("discovery");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const router = useRouter();
  const [pending, start] = useTransition();
  const go = (next: KindCount, nextMaker: string | null) => {
    start(() => {
      router.push(discoveryHref(next, nextMaker), { scroll: false });
    });
  };
  return (
    <div className="flex flex-wrap items-end gap-4" aria-busy={pending}>
      <Field label={t("sequence")}>
        {(field) => (
          <Select
            {...field}
            value={kindKey(kind)}
            options={kinds.map((one) => ({
              value: kindKey(one),
              label: `${t("kind", { role: terms(`sequenceRole.${one.role}`), dimension: dimensionOf(one) })} (${format.number(one.seriesCount)})`,
            }))}
            onValueChange={(key) => {
              const next = kinds.find((one) => kindKey(one) === key);
              if (next) go(next, maker);
            }}
          />
        )}
      </Field>
      <Field label={t("maker")}>
        {(field) => (
          <Select
            {...field}
            value={maker ?? ALL}
            options={[
              { value: ALL, label: t("allMakers") },
              ...MANUFACTURERS.map((one) => ({ value: one, label: terms(`manufacturer.${one}`) })),
            ]}
            onValueChange={(next) => {
              go(kind, next === ALL ? null : next);
            }}
          />
        )}
      </Field>
      {pending ? (
        <p role="status" className="text-muted">
          {t("loading")}
        </p>
      ) : null}
    </div>
  );
}
