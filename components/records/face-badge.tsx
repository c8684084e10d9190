import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icons";

/** Says that the face of a 3D head was not removed: whoever sees the images could recognise the person. */
export function FaceBadge() {
  const t = useTranslations("records.face");
  return (
    <span title={t("hint")}>
      <Badge tone="warning">
        <Icon name="warning" className="size-3" />
        {t("visible")}
      </Badge>
    </span>
  );
}
