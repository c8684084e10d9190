import type { Dataset } from "@/lib/dicom/dataset";
import { TAG, type Tag } from "@/lib/dicom/tags";

/** Concepts that name a birth date (DCM 121031, LOINC, SNOMED CT). */
const BIRTH_DATES: ReadonlySet<string> = new Set([
  "DCM 121031",
  "LN 21112-8",
  "SCT 184099003",
  "SRT F-04DE5",
]);
/** Concepts that name an age (DCM 121033, LOINC, SNOMED CT, SNOMED RT). */
const AGES: ReadonlySet<string> = new Set([
  "DCM 121033",
  "LN 30525-0",
  "LN 29553-5",
  "SCT 397669002",
  "SRT T-F0001",
]);
/** Ninety years in each unit of UCUM that an age comes in. */
const NINETY: Readonly<Record<string, number>> = { a: 90, mo: 1080, wk: 4696, d: 32873 };

const DATES: ReadonlySet<Tag> = new Set([TAG.Date, TAG.DateTime]);

function conceptOf(item: Dataset): string {
  const concept = item.items(TAG.ConceptNameCodeSequence)[0];
  return `${concept?.text(TAG.CodingSchemeDesignator) ?? ""} ${concept?.text(TAG.CodeValue) ?? ""}`;
}

/** True for the value of a content item that tells a birth date: shifted with the exam's date it would still tell the age in days. */
export function isBirthDate(tag: Tag, item: Dataset): boolean {
  return DATES.has(tag) && BIRTH_DATES.has(conceptOf(item));
}

/** Groups ages over 89 in a de-identified content item (PS3.3 C.18.1), as PatientAge is. */
export function groupAges(item: Dataset): void {
  if (!item.has(TAG.MeasuredValueSequence) || !AGES.has(conceptOf(item))) return;
  for (const measured of item.items(TAG.MeasuredValueSequence)) {
    const unit = measured.items(TAG.MeasurementUnitsCodeSequence)[0]?.text(TAG.CodeValue);
    const limit = NINETY[unit ?? ""] ?? NINETY.a ?? 0;
    const values = measured.numbers(TAG.NumericValue);
    const exact = measured.numbers(TAG.FloatingPointValue);
    if (![...values, ...exact].some((value) => value >= limit)) continue;
    measured.set(TAG.NumericValue, "DS", String(limit));
    for (const tag of [TAG.FloatingPointValue, TAG.RationalNumeratorValue, TAG.RationalDenominatorValue])
      measured.delete(tag);
  }
}
