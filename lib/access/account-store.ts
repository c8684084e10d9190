import { cache } from "react";
import { db } from "@/lib/platform/db/client";

export interface AccountRow {
  name: string;
  email: string;
  /** "fr", "en" or null: follows the browser. */
  locale: string | null;
  /** "light", "dark" or null: follows the system. */
  theme: string | null;
}

/** Read several times while one page is rendered (language, theme, bar), from the database once. */
export const findAccount = cache((userId: string): Promise<AccountRow | null> =>
  db().user.findUnique({
    where: { id: userId },
    select: { name: true, email: true, locale: true, theme: true },
  }),
);

export async function updatePreferences(
  userId: string,
  preferences: { locale?: string | null; theme?: string | null },
): Promise<void> {
  await db().user.update({ where: { id: userId }, data: preferences, select: { id: true } });
}
