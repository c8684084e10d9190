import { useLocale, useTranslations } from "next-intl";
import { formatQuantity } from "@/components/format/quantity";
import type { ScannerSummary } from "@/lib/catalogue/record";

/** How the interface writes a scanner: "Siemens Prisma". */
export function useScannerName(): (scanner: Pick<ScannerSummary, "manufacturer" | "model">) => string {
  const t = useTranslations("terms.manufacturer");
  return ({ manufacturer, model }) => {
    if (manufacturer === "Other") return model;
    const maker = t.has(manufacturer) ? t(manufacturer) : manufacturer;
    return model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`;
  };
}

/** "CHU Lille · Siemens Prisma · 3 T". */
export function ScannerLine({ scanner, field = true }: { scanner: ScannerSummary; field?: boolean }) {
  const locale = useLocale();
  const nameOf = useScannerName();
  const parts = [scanner.siteName, nameOf(scanner)];
  if (field) parts.push(formatQuantity(locale, scanner.fieldStrengthTesla, "T", 1));
  return <>{parts.join(" · ")}</>;
}
