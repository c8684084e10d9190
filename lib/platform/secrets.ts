import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { env } from "./env";
import { AppError } from "./errors";

export interface Secrets {
  /** HMAC key that turns a hospital's identifier into a linkage hash (rotatable by wrapping). */
  linkageKey: Buffer;
  /** HMAC key of remapped UIDs; never rotates. */
  uidKey: Buffer;
  /** AES-256-GCM key of quarantined bytes. */
  sealKey: Buffer;
  /** Signs sessions. */
  authSecret: string;
}

const fileSchema = z.object({ linkage: z.string(), uid: z.string(), seal: z.string(), auth: z.string() });

let loaded: { dataDir: string; secrets: Secrets } | undefined;

/**
 * The keys that live outside the database: from the environment, or, with the embedded database, from a file that
 * only its owner can read, made at the first start.
 * @throws AppError `unavailable` naming the variables that are missing or weak.
 */
export function secrets(): Secrets {
  const { dataDir } = env();
  if (loaded?.dataDir !== dataDir) loaded = { dataDir, secrets: load() };
  return loaded.secrets;
}

function load(): Secrets {
  const { keys, embedded, dataDir } = env();
  const generated = embedded ? readOrCreate(dataDir) : undefined;
  const given = {
    linkage: keys.linkage ?? generated?.linkage,
    uid: keys.uid ?? generated?.uid,
    seal: keys.seal ?? generated?.seal,
    auth: keys.auth ?? generated?.auth,
  };
  const weak = Object.entries(given).filter(([, value]) => value === undefined || isWeak(value));
  if (weak.length > 0 || !given.linkage || !given.uid || !given.seal || !given.auth) {
    const names = weak.map(([name]) => `ARIANE_${name.toUpperCase()}_${name === "auth" ? "SECRET" : "KEY"}`);
    throw new AppError("unavailable", `missing or weak secrets: ${names.join(", ")}`, { names });
  }
  return {
    linkageKey: Buffer.from(given.linkage, "base64"),
    uidKey: Buffer.from(given.uid, "base64"),
    sealKey: Buffer.from(given.seal, "base64"),
    authSecret: given.auth,
  };
}

/** A key that somebody typed or copied from an example: too few different bytes to be random. */
function isWeak(base64: string): boolean {
  return new Set(Buffer.from(base64, "base64")).size < 16;
}

function readOrCreate(dataDir: string): z.infer<typeof fileSchema> {
  const path = join(dataDir, "secrets.json");
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const fresh = () => randomBytes(32).toString("base64");
    const made = { linkage: fresh(), uid: fresh(), seal: fresh(), auth: fresh() };
    let file: number;
    try {
      file = openSync(path, "wx", 0o600);
    } catch (error) {
      // Another process of the same start made it first.
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return readOrCreate(dataDir);
      throw error;
    }
    writeSync(file, JSON.stringify(made));
    fsyncSync(file);
    closeSync(file);
  }
  return fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
