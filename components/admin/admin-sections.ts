/** The sections of the administration, in the order they are shown. Read by the server too, so no client module. */
export const ADMIN_SECTIONS = [
  "users",
  "invitations",
  "grants",
  "requests",
  "audit",
  "ingest",
  "quarantine",
  "peers",
  "identity",
  "clinical",
  "alarms",
] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];
