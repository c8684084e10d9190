export type Vendor = "siemens" | "ge" | "philips" | "uih" | "canon" | "other";

/** Whose scanner it is, by Manufacturer's many spellings. */
export function vendorOf(manufacturer: string): Vendor {
  if (/siemens/i.test(manufacturer)) return "siemens";
  if (/^ge\b|general electric/i.test(manufacturer)) return "ge";
  if (/philips/i.test(manufacturer)) return "philips";
  if (/^uih|united imaging/i.test(manufacturer)) return "uih";
  if (/canon|toshiba/i.test(manufacturer)) return "canon";
  return "other";
}
