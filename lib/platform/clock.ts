/** The present moment; the one place that reads the system clock for domain decisions. */
export function now(): Date {
  return new Date();
}
