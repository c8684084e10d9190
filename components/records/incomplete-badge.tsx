import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Says that pictures of a series are known to be missing; nothing where none is. */
export function IncompleteBadge({ missingCount }: { missingCount: number | null }) {
  const t = useTranslations("records");
  if (missingCount === null) return null;
  return (
    <span title={t("incompleteHint")}>
      <Badge tone="warning">{t("incomplete", { count: missingCount })}</Badge>
    </span>
  );
}
