"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Fragment, useId, useState } from "react";
import { useParameterValue } from "@/components/format/parameter-value";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { Discovery } from "@/lib/harmonise/discovery/discover-groups";
import { GROUPED, type ParameterGroup } from "@/lib/harmonise/discovery/group-parameters";
import { GroupCells } from "./group-cells";

/** The groups of one kind of series: the dominant one, then the variants by what differs. */
export function GroupTable({ discovery, mayDraft }: { discovery: Discovery; mayDraft: boolean }) {
  const t = useTranslations("discovery");
  const { groups, hasDominant, seriesCount, rest } = discovery;
  const [dominant] = groups;
  return (
    <>
      <p className="text-read">
        {hasDominant && dominant
          ? t("dominantSentence", {
              groups: groups.length + rest.groups,
              series: seriesCount,
              share: dominant.seriesCount / seriesCount,
            })
          : t("tieSentence", { groups: groups.length + rest.groups, series: seriesCount })}
      </p>
      <Table aria-label={t("groups")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("group")}</TableHeading>
            <TableHeading numeric>{t("series")}</TableHeading>
            <TableHeading numeric>{t("share")}</TableHeading>
            <TableHeading numeric>{t("scanners")}</TableHeading>
            <TableHeading>{hasDominant ? t("differs") : t("settings")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("details")}</span>
            </TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {groups.map((group, index) => (
            <GroupRow key={index} group={group} index={index} discovery={discovery} mayDraft={mayDraft} />
          ))}
        </TableBody>
      </Table>
      {rest.groups > 0 ? (
        <p className="text-muted">{t("rest", { groups: rest.groups, series: rest.series })}</p>
      ) : null}
    </>
  );
}

function GroupRow({
  group,
  index,
  discovery,
  mayDraft,
}: {
  group: ParameterGroup;
  index: number;
  discovery: Discovery;
  mayDraft: boolean;
}) {
  const t = useTranslations("discovery");
  const c = useTranslations("compliance.parameter");
  const format = useFormatter();
  const value = useParameterValue();
  const [open, setOpen] = useState(false);
  const id = useId();
  const [dominant] = discovery.groups;
  const isDominant = discovery.hasDominant && index === 0;
  const scanners = new Set(group.cells.map(({ scannerId }) => scannerId)).size;
  const known = GROUPED.filter((name) => group.values[name] !== null);
  const told = isDominant || !discovery.hasDominant ? known.slice(0, 4) : group.differs;
  const name = isDominant
    ? t("dominant")
    : t(discovery.hasDominant ? "variant" : "numbered", {
        number: discovery.hasDominant ? index : index + 1,
      });
  return (
    <>
      <TableRow>
        <TableCell className="whitespace-nowrap">
          {isDominant ? <Badge tone="strong">{name}</Badge> : name}
        </TableCell>
        <TableCell numeric>{format.number(group.seriesCount)}</TableCell>
        <TableCell numeric className="whitespace-nowrap">
          {format.number(group.seriesCount / discovery.seriesCount, {
            style: "percent",
            maximumFractionDigits: 1,
          })}
        </TableCell>
        <TableCell numeric>{format.number(scanners)}</TableCell>
        <TableCell>
          <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
            {told.map((parameter) => (
              <li key={parameter}>
                <span className="text-muted">{c(parameter)}</span>{" "}
                <strong className="font-medium">{value(parameter, group.values[parameter])}</strong>
                {isDominant || !discovery.hasDominant || !dominant ? null : (
                  <span className="text-muted">
                    {" "}
                    {t("insteadOf", { value: value(parameter, dominant.values[parameter]) })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </TableCell>
        <TableCell className="text-right whitespace-nowrap">
          <Button
            size="small"
            aria-expanded={open}
            aria-controls={id}
            aria-label={t(open ? "hideOf" : "showOf", { name })}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {t(open ? "hide" : "show")}
          </Button>
        </TableCell>
      </TableRow>
      <TableRow id={id} hidden={!open}>
        <TableCell colSpan={6} className="py-3">
          {open ? (
            // As wide as the table is without it: its own table scrolls in its frame.
            <div className="flex w-0 min-w-full flex-col gap-4">
              <dl className="grid grid-cols-[repeat(auto-fill,minmax(16rem,1fr))] gap-x-6 gap-y-1">
                {known.map((parameter) => (
                  <Fragment key={parameter}>
                    <div className="flex justify-between gap-3 border-b border-line pb-0.5">
                      <dt className="text-muted">{c(parameter)}</dt>
                      <dd>{value(parameter, group.values[parameter])}</dd>
                    </div>
                  </Fragment>
                ))}
              </dl>
              <GroupCells group={group} scanners={discovery.scanners} />
              <div className="flex flex-wrap gap-4">
                <Link className="underline underline-offset-2" href={`/exams/${group.exampleExamId}`}>
                  {t("example")}
                </Link>
                {mayDraft ? (
                  <Link
                    className="underline underline-offset-2"
                    href={`/network/protocols/new?exam=${group.exampleExamId}`}
                  >
                    {t("draft")}
                  </Link>
                ) : null}
              </div>
            </div>
          ) : null}
        </TableCell>
      </TableRow>
    </>
  );
}
