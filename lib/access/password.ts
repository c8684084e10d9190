import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

// scrypt with 32 MiB and three lanes: the OWASP parameters that a small server can run for several sign-ins at once.
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

export const PASSWORD_MIN_CHARS = 12;
/** Hashing is linear in the length: a bound keeps a hostile megabyte away from it. */
export const PASSWORD_MAX_CHARS = 256;

/** "scrypt$N$r$p$salt$key", salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST, KEY_BYTES);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether a password makes a stored hash. Without a hash (unknown e-mail) it works as long and answers false, so that
 * the time taken does not tell which accounts exist.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parseHash(stored ?? "");
  if (parsed === null) {
    await derive(password, Buffer.alloc(SALT_BYTES), COST, KEY_BYTES);
    return false;
  }
  const key = await derive(password, parsed.salt, parsed.cost, parsed.key.length);
  return timingSafeEqual(key, parsed.key);
}

function parseHash(stored: string): { cost: typeof COST; salt: Buffer; key: Buffer } | null {
  const [kind, n, r, p, salt, key] = stored.split("$");
  if (kind !== "scrypt" || !n || !r || !p || !salt || !key) return null;
  return {
    cost: { N: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
}

function derive(password: string, salt: Buffer, cost: typeof COST, keyBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // 128·N·r bytes are needed; Node refuses at exactly its default of 32 MiB.
    const maxmem = 128 * cost.N * cost.r * 2;
    // NFKC: the same password typed on two keyboards is one password.
    scrypt(password.normalize("NFKC"), salt, keyBytes, { ...cost, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
