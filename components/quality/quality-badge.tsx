import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icons";

/** Says that a series' quality is out of the ordinary, by its metrics or by what people said; nothing otherwise. */
export function QualityBadge({
  qcState,
  rating,
}: {
  qcState: "unmeasured" | "typical" | "outlier";
  rating: "good" | "usable" | "unusable" | null;
}) {
  const t = useTranslations("quality");
  return (
    <>
      {qcState === "outlier" ? (
        <span title={t("outlierHint")}>
          <Badge tone="warning">
            <Icon name="warning" className="size-3" />
            {t("outlier")}
          </Badge>
        </span>
      ) : null}
      {rating === "unusable" ? (
        <span title={t("unusableHint")}>
          <Badge tone="danger">{t("rating.value.unusable")}</Badge>
        </span>
      ) : null}
    </>
  );
}
