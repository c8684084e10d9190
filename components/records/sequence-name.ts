import { useTranslations } from "next-intl";
import type { SequenceSummary } from "@/lib/catalogue/record";

/** How the interface writes a sequence: "T1w 3D", "DWI · ADC". For components on the server and in the browser. */
export function useSequenceName(): (sequence: SequenceSummary) => string {
  const terms = useTranslations("terms");
  const t = useTranslations("records.sequence");
  return ({ role, is3D, map }) => {
    // A segmentation is of no sequence.
    if (role === "unknown" && map !== null) return map;
    const known = terms.has(`sequenceRole.${role}`) ? terms(`sequenceRole.${role}`) : role;
    const named = is3D ? t("and3d", { role: known }) : known;
    return map === null ? named : `${named} · ${map}`;
  };
}
