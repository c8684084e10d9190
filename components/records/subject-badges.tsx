import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { SubjectSummary } from "@/lib/catalogue/record";

/** What is unusual about a subject. */
export function SubjectBadges({ subject }: { subject: SubjectSummary }) {
  const t = useTranslations("records");
  const kinds = (["synthetic", "phantom", "unlinked"] as const).filter((kind) => subject[kind]);
  return (
    <>
      {kinds.map((kind) => (
        <span key={kind} title={t(`badgeHints.${kind}`)}>
          <Badge>{t(`badges.${kind}`)}</Badge>
        </span>
      ))}
    </>
  );
}
