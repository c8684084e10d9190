import { z } from "zod";

/** A keyset cursor as it stands in an address, "<ISO instant>_<id>"; what makes no sense is the first page. */
export const reportCursorSchema = z
  .string()
  .transform((value) => {
    const [at, id] = value.split("_");
    const parsed = z.object({ at: z.iso.datetime(), id: z.guid() }).safeParse({ at, id });
    return parsed.success ? { at: new Date(parsed.data.at), id: parsed.data.id } : null;
  })
  .nullable()
  .catch(null);

/** The cursor after a row. */
export function reportCursor(at: Date, id: string): string {
  return `${at.toISOString()}_${id}`;
}
