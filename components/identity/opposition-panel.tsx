"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Select } from "@/components/ui/select";
import { Field } from "@/components/ui/field";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { OppositionState } from "@/lib/ingest/opposition/check-opposition";
import type { SiteOppositions } from "@/lib/ingest/opposition/opposition-store";
import { type AddOppositions, OppositionListForm } from "./opposition-list-form";
import { type OneIdentifier, OppositionOneForm } from "./opposition-one-form";

const MOST_DAYS = 12;

/** A site's opposition list: how many there are since when (only hashes are kept), adding, checking, removing. */
export function OppositionPanel({
  sites,
  add,
  check,
  remove,
}: {
  sites: readonly SiteOppositions[];
  add: AddOppositions;
  check: (input: OneIdentifier) => Promise<ActionResult<OppositionState>>;
  remove: (input: OneIdentifier) => Promise<ActionResult<boolean>>;
}) {
  const t = useTranslations("identity.opposition");
  const [siteId, setSiteId] = useState(sites[0]?.siteId ?? "");
  const site = sites.find((one) => one.siteId === siteId);
  if (site === undefined) return <p className="text-muted">{t("noSite")}</p>;
  return (
    <div className="flex flex-col gap-4">
      {sites.length > 1 ? (
        <Field label={t("site")} className="max-w-sm">
          {(control) => (
            <Select
              {...control}
              value={siteId}
              onValueChange={setSiteId}
              options={sites.map((one) => ({
                value: one.siteId,
                label: t("siteCount", { name: one.siteName, count: one.count }),
              }))}
            />
          )}
        </Field>
      ) : null}
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-3">
        <SiteDays site={site} />
        <OppositionOneForm key={`one ${siteId}`} siteId={siteId} add={add} check={check} remove={remove} />
        <OppositionListForm key={`list ${siteId}`} siteId={siteId} add={add} />
      </div>
    </div>
  );
}

function SiteDays({ site }: { site: SiteOppositions }) {
  const t = useTranslations("identity.opposition");
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-2">
      <p>{t("listed", { count: site.count, name: site.siteName })}</p>
      {site.days.length === 0 ? null : (
        <Table aria-label={t("byDay")}>
          <TableHead>
            <tr>
              <TableHeading>{t("addedOn")}</TableHeading>
              <TableHeading numeric>{t("people")}</TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {site.days.slice(0, MOST_DAYS).map(({ day, count }) => (
              <TableRow key={day}>
                <TableCell>
                  {format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "medium" })}
                </TableCell>
                <TableCell numeric>{count}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <p className="text-dense text-muted">{t("onlyHashes")}</p>
    </div>
  );
}
