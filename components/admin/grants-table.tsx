"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { GrantRow, GrantState } from "@/lib/access/grant-store";

/** The last day, included, of an instant at which a grant ends. */
function lastDay(expiresAt: Date): Date {
  return new Date(expiresAt.getTime() - 1);
}

/** Who may see what, why, since when and until when. */
export function GrantsTable({
  grants,
  state,
  onRevoke,
  onGiveAgain,
}: {
  grants: readonly GrantRow[];
  state: GrantState;
  onRevoke: (grant: GrantRow) => void;
  onGiveAgain: (grant: GrantRow) => void;
}) {
  const t = useTranslations("admin.grants");
  const tLevel = useTranslations("terms.grantLevel");
  const format = useFormatter();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  const scopeOf = (grant: GrantRow) => {
    if (grant.siteName !== null) return t("site", { name: grant.siteName });
    return grant.projectName !== null ? t("project", { name: grant.projectName }) : t("wholeNetwork");
  };
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("person")}</TableHeading>
          <TableHeading>{t("level")}</TableHeading>
          <TableHeading>{t("scope")}</TableHeading>
          <TableHeading>{t("purpose")}</TableHeading>
          <TableHeading>{state === "active" ? t("until") : t("endedOn")}</TableHeading>
          <TableHeading>{t("givenBy")}</TableHeading>
          <TableHeading>
            <span className="sr-only">{t("actions")}</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {grants.map((grant) => (
          <TableRow key={grant.id} className="h-11 border-t">
            <TableCell>
              <span className="font-medium">{grant.userName}</span>
              <span className="block text-muted">{grant.userEmail}</span>
            </TableCell>
            <TableCell>
              <span className="flex flex-wrap gap-1">
                <Badge tone="strong">{tLevel(grant.level)}</Badge>
                {grant.trueDates ? <Badge tone="warning">{t("trueDatesBadge")}</Badge> : null}
              </span>
            </TableCell>
            <TableCell>{scopeOf(grant)}</TableCell>
            <TableCell className="max-w-80 text-muted">{grant.purpose}</TableCell>
            <TableCell className="whitespace-nowrap">
              {state === "revoked" && grant.revokedAt !== null
                ? day(grant.revokedAt)
                : grant.expiresAt === null
                  ? t("untilRevoked")
                  : day(lastDay(grant.expiresAt))}
            </TableCell>
            <TableCell className="text-muted">
              {grant.grantedByName === null
                ? t("givenOn", { date: day(grant.createdAt) })
                : t("givenByOn", { date: day(grant.createdAt), name: grant.grantedByName })}
            </TableCell>
            <TableCell numeric>
              {state === "active" ? (
                <Button
                  size="small"
                  onClick={() => {
                    onRevoke(grant);
                  }}
                >
                  {t("revoke")}
                  <span className="sr-only">
                    {grant.userName}, {scopeOf(grant)}
                  </span>
                </Button>
              ) : (
                <Button
                  size="small"
                  onClick={() => {
                    onGiveAgain(grant);
                  }}
                >
                  {t("giveAgain")}
                  <span className="sr-only">
                    {grant.userName}, {scopeOf(grant)}
                  </span>
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
