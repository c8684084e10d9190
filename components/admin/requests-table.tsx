"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";

export interface ShownRequest {
  id: string;
  userId: string;
  userName: string;
  userEmail: string;
  /** A site or a project; null for the network. */
  scope: string | null;
  level: "count" | "browse" | "view" | "export";
  purpose: string;
  /** The question in words, and its address; null when this version cannot read it. */
  question: { sentence: string; href: string } | null;
  state: "open" | "accepted" | "declined" | "withdrawn";
  createdAt: Date;
}

/** Who asked to see what, and why. */
export function RequestsTable({ requests }: { requests: readonly ShownRequest[] }) {
  const t = useTranslations("admin.requests");
  const tLevel = useTranslations("terms.grantLevel");
  const format = useFormatter();
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("who")}</TableHeading>
          <TableHeading>{t("level")}</TableHeading>
          <TableHeading>{t("scope")}</TableHeading>
          <TableHeading>{t("purpose")}</TableHeading>
          <TableHeading>{t("question")}</TableHeading>
          <TableHeading>{t("on")}</TableHeading>
          <TableHeading>{t("state")}</TableHeading>
          <TableHeading>
            <span className="sr-only">{t("actions")}</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {requests.map((request) => (
          <TableRow key={request.id} className="border-t align-top">
            <TableCell>
              <span className="block font-medium">{request.userName}</span>
              <span className="text-muted">{request.userEmail}</span>
            </TableCell>
            <TableCell>{tLevel(request.level)}</TableCell>
            <TableCell className="text-muted">{request.scope ?? t("network")}</TableCell>
            <TableCell className="max-w-72 whitespace-normal">{request.purpose}</TableCell>
            <TableCell className="max-w-md whitespace-normal">
              {request.question === null ? (
                <span className="text-muted">{t("unreadable")}</span>
              ) : (
                <>
                  {request.question.sentence}{" "}
                  <Link href={request.question.href} className="text-thread underline underline-offset-2">
                    {t("open")}
                  </Link>
                </>
              )}
            </TableCell>
            <TableCell className="text-muted">
              {format.dateTime(request.createdAt, { dateStyle: "medium" })}
            </TableCell>
            <TableCell>{t(`stateOf.${request.state}`)}</TableCell>
            <TableCell numeric>
              {request.state === "open" ? (
                <LinkButton size="small" href={`/admin/grants?give=${request.userId}`}>
                  {t("give")}
                  <span className="sr-only">{request.userName}</span>
                </LinkButton>
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
