import { env } from "@/lib/platform/env";
import { getRequestConfig } from "next-intl/server";
import { loadMessages } from "./messages";
import { requestPreferences } from "./preferences";

const development = env().nodeEnv === "development";

/** next-intl's request configuration: no locale in URLs, one namespace an area. */
export default getRequestConfig(async () => {
  const { locale } = await requestPreferences();
  return {
    locale,
    messages: await loadMessages(locale, development),
    timeZone: "UTC",
    // A missing text is a defect, found by messages.test.ts; a page still shows its key rather than nothing.
    getMessageFallback: ({ namespace, key }) => [namespace, key].filter(Boolean).join("."),
  };
});
