import { useTranslations } from "next-intl";
import type { VolumeSummary } from "@/lib/catalogue/record";
import { ruleFamily } from "@/lib/harmonise/rules/role-rules";
import { CORRECTION_RULE } from "@/lib/harmonise/rules/settle-roles";

/** Why a volume has its role: where the rule looked, its name, and how sure it is. */
export function RoleWords({ volume }: { volume: VolumeSummary }) {
  const t = useTranslations("records.series");
  const { roleRule, roleConfidence } = volume;
  if (roleRule === "none") return t("noRule");
  if (roleRule === CORRECTION_RULE) return t("roleWhy.correction");
  if (roleRule === "demonstration") return t("roleWhy.demonstration");
  return t.rich("decidedBy", {
    why: t(`roleWhy.${ruleFamily(roleRule) ?? "other"}`),
    rule: () => <span className="font-mono text-ink">{roleRule}</span>,
    value: roleConfidence,
  });
}
