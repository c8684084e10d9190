const HOUR_MS = 60 * 60 * 1000;

/** A scanner as far as its silence goes; times are true. */
export interface HeardScanner {
  retiredAt: Date | null;
  createdAt: Date;
  lastReceivedAt: Date | null;
  silentAfterHours: number | null;
}

/** Whether nothing came for longer than is usual for it. One that is new is given as long to begin. */
export function isSilent(scanner: HeardScanner, at: Date): boolean {
  if (scanner.retiredAt !== null || scanner.silentAfterHours === null) return false;
  const heard = scanner.lastReceivedAt ?? scanner.createdAt;
  return at.getTime() - heard.getTime() > scanner.silentAfterHours * HOUR_MS;
}
