import type { Dataset } from "@/lib/dicom/dataset";
import { TAG, type Tag } from "@/lib/dicom/tags";

const DATE_AND_TIME: readonly (readonly [date: Tag, time: Tag])[] = [
  [TAG.StudyDate, TAG.StudyTime],
  [TAG.AcquisitionDate, TAG.AcquisitionTime],
  [TAG.SeriesDate, TAG.SeriesTime],
  [TAG.ContentDate, TAG.ContentTime],
];

/**
 * True start of the exam, on the scanner's own clock and written as if that were UTC (DICOM times have no zone): the
 * study's date and time, else the acquisition's, the series', the content's. Null when no date is usable.
 */
export function trueExamTime(dataset: Dataset): Date | null {
  for (const [date, time] of DATE_AND_TIME) {
    const found = instant(dataset.text(date), dataset.text(time));
    if (found) return found;
  }
  const whole = /^(\d{8})(\d{4,6})?/.exec(dataset.text(TAG.AcquisitionDateTime) ?? "");
  return whole ? instant(whole[1], whole[2]) : null;
}

function instant(date: string | undefined, time: string | undefined): Date | null {
  const day = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date ?? "");
  if (!day) return null;
  const clock = /^(\d{2}):?(\d{2})?:?(\d{2})?/.exec(time ?? "");
  const [year, month, dayOfMonth] = [Number(day[1]), Number(day[2]), Number(day[3])];
  const [hours, minutes, seconds] = [1, 2, 3].map((part) => Number(clock?.[part] ?? 0)) as [
    number,
    number,
    number,
  ];
  if (year < 1900 || hours > 23 || minutes > 59 || seconds > 60) return null;
  // A leap second is written 60.
  const found = new Date(Date.UTC(year, month - 1, dayOfMonth, hours, minutes, Math.min(seconds, 59)));
  // The 31st of a 30-day month would roll over into the next.
  return found.getUTCMonth() === month - 1 ? found : null;
}
