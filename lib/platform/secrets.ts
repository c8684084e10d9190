import { createHmac, randomBytes } from "node:crypto";
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

const SECRETS_FILE = "secrets.json";
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

/** Whether there are keys already; the embedded database's are else made at the first use. */
export function haveSecrets(): boolean {
  const { keys, dataDir } = env();
  return (
    Boolean(keys.linkage && keys.uid && keys.seal && keys.auth) || existsSync(join(dataDir, SECRETS_FILE))
  );
}

/** A few bytes that tell whether two keys are the same, and nothing else about them. */
export function keyFingerprints(): { linkage: string; uid: string; seal: string } {
  const { linkageKey, uidKey, sealKey } = secrets();
  const print = (key: Buffer) =>
    createHmac("sha256", key).update("ariane key fingerprint").digest("hex").slice(0, 16);
  return { linkage: print(linkageKey), uid: print(uidKey), seal: print(sealKey) };
}

/** The keys as the secrets file holds them. */
export function exportSecrets(): string {
  const { linkageKey, uidKey, sealKey, authSecret } = secrets();
  const base64 = (key: Buffer) => key.toString("base64");
  return JSON.stringify({
    linkage: base64(linkageKey),
    uid: base64(uidKey),
    seal: base64(sealKey),
    auth: authSecret,
  });
}

/** Puts exported keys where this data folder has none. @throws when it has */
export function importSecrets(exported: string): void {
  const { dataDir } = env();
  const checked = fileSchema.parse(JSON.parse(exported));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeDurably(openSync(join(dataDir, SECRETS_FILE), "wx", 0o600), JSON.stringify(checked));
}

function writeDurably(file: number, text: string): void {
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
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
  const path = join(dataDir, SECRETS_FILE);
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
    writeDurably(file, JSON.stringify(made));
  }
  return fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
