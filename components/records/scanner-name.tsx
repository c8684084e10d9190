import { useLocale, useTranslations } from "next-intl";
import { formatQuantity } from "@/components/format/quantity";
import type { ScannerSummary } from "@/lib/catalogue/record";

/** How the interface writes a field strength: "3 T"; 0 is that of a scanner which is not known yet. */
export function useFieldStrength(): (tesla: number) => string {
  const locale = useLocale();
  const t = useTranslations("terms");
  return (tesla) => (tesla > 0 ? formatQuantity(locale, tesla, "T", 1) : t("unknownField"));
}

/** How the interface writes a scanner: "Siemens Prisma". */
export function useScannerName(): (scanner: Pick<ScannerSummary, "manufacturer" | "model">) => string {
  const t = useTranslations("terms");
  return ({ manufacturer, model }) => {
    if (manufacturer === "Other" && model === "unknown") return t("unknownScanner");
    if (manufacturer === "Other") return model;
    const maker = t.has(`manufacturer.${manufacturer}`) ? t(`manufacturer.${manufacturer}`) : manufacturer;
    return model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`;
  };
}

/** "CHU Lille · Siemens Prisma · 3 T". */
export function ScannerLine({ scanner, field = true }: { scanner: ScannerSummary; field?: boolean }) {
  const nameOf = useScannerName();
  const fieldOf = useFieldStrength();
  const parts = [scanner.siteName, nameOf(scanner)];
  if (field && scanner.fieldStrengthTesla > 0) parts.push(fieldOf(scanner.fieldStrengthTesla));
  return <>{parts.join(" · ")}</>;
}
