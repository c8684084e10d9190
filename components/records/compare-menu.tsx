"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ExamRecord } from "@/lib/catalogue/record";
import { useMonthName } from "./relative-month";

/** The subject's other exams with images, each to put beside this one; the earlier exam goes left. */
export function CompareMenu({ exam, others }: Pick<ExamRecord, "exam" | "others">) {
  const t = useTranslations("records.exam");
  const monthName = useMonthName();
  const viewable = others.filter(({ canView }) => canView);
  if (!exam.canView || viewable.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button>
          <Icon name="compare" />
          {t("compare")}
        </Button>
      }
    >
      {viewable.map((other) => {
        const otherFirst = (other.month ?? 0) < (exam.month ?? 0);
        const [a, b] = otherFirst ? [other.id, exam.id] : [exam.id, other.id];
        return (
          <MenuItem key={other.id} asChild>
            <Link href={`/compare?a=${a}&b=${b}`}>
              {t("compareWith", { month: monthName(other.month), scanner: other.scannerModel })}
            </Link>
          </MenuItem>
        );
      })}
    </Menu>
  );
}
