import { z } from "zod";

const aeTitle = z
  .string()
  .trim()
  // The default repertoire without backslash and control characters (PS3.5 6.2, AE).
  .regex(/^[!-[\]-~](?:[ -[\]-~]{0,14}[!-[\]-~])?$/);
const port = z.number().int().min(1).max(65_535);
/** SHA-256 as OpenSSL prints it or bare. */
const fingerprint = z
  .string()
  .trim()
  .transform((text) => text.replaceAll(":", "").toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/));

/** A peer as a form gives it. */
export const peerInputSchema = z
  .strictObject({
    /** Null for a new one. */
    id: z.guid().nullable(),
    siteId: z.guid(),
    name: z.string().trim().min(1).max(80),
    aeTitle,
    addresses: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(64),
    certificate: fingerprint.nullable(),
    enabled: z.boolean(),
    commitHost: z.union([z.ipv4(), z.ipv6(), z.hostname().max(253)]).nullable(),
    commitPort: port.nullable(),
  })
  .refine(({ commitHost, commitPort }) => (commitHost === null) === (commitPort === null), {
    path: ["commitPort"],
  });
export type PeerInput = z.infer<typeof peerInputSchema>;
