"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";

/** Ways to draft a protocol: from the fleet's dominant settings, of one field strength or of all. */
export function FleetDraftMenu({ fieldsTesla }: { fieldsTesla: readonly number[] }) {
  const t = useTranslations("protocols");
  const format = useFormatter();
  return (
    <Menu
      trigger={
        <Button>
          {t("draftFrom")}
          <Icon name="chevronDown" className="size-3.5" />
        </Button>
      }
    >
      {fieldsTesla.map((field) => (
        <MenuItem key={field} asChild>
          <Link href={`/network/protocols/new?fleet=${field}`}>
            {t("draftFleet", { field: format.number(field) })}
          </Link>
        </MenuItem>
      ))}
      <MenuItem asChild>
        <Link href="/catalogue?by=exams">{t("draftChooseExam")}</Link>
      </MenuItem>
    </Menu>
  );
}

/** On the page of an exam: a protocol as it was made, or as exams like it are. */
export function ExamDraftMenu({ examId }: { examId: string }) {
  const t = useTranslations("protocols");
  return (
    <Menu
      trigger={
        <Button>
          {t("protocol")}
          <Icon name="chevronDown" className="size-3.5" />
        </Button>
      }
    >
      <MenuItem asChild>
        <Link href={`/network/protocols/new?exam=${examId}`}>{t("draftExam")}</Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href={`/network/protocols/new?alike=${examId}`}>{t("draftAlike")}</Link>
      </MenuItem>
    </Menu>
  );
}
