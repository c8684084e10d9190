import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "@/components/i18n/locales";

const cache = new Map<Locale, Promise<AbstractIntlMessages>>();

async function readAreas(locale: Locale): Promise<AbstractIntlMessages> {
  const folder = join(process.cwd(), "messages", locale);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const areas = await Promise.all(
    files.map(async (file) => [
      file.slice(0, -".json".length),
      JSON.parse(await readFile(join(folder, file), "utf8")) as AbstractIntlMessages,
    ]),
  );
  return Object.fromEntries(areas) as AbstractIntlMessages;
}

/** All texts of one language: messages/<locale>/<area>.json, one namespace an area. */
export function loadMessages(locale: Locale, fresh = false): Promise<AbstractIntlMessages> {
  if (fresh) return readAreas(locale);
  const known = cache.get(locale);
  if (known) return known;
  const loading = readAreas(locale);
  cache.set(locale, loading);
  loading.catch(() => cache.delete(locale));
  return loading;
}
