/** A value as text without its random ids, in which digits of any kind occur by chance. */
export function textWithoutIds(value: unknown): string {
  return JSON.stringify(value).replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
}
