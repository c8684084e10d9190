import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

const key = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, "32 bytes in base64")
  .optional();

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** A PostgreSQL to use instead of the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Folder of the embedded database, the objects and the generated secrets. */
  ARIANE_DATA_DIR: z.string().min(1).default(".ariane"),
  /** `demo` allows the demonstration accounts; anything else refuses them. */
  ARIANE_MODE: z.enum(["demo", "standard"]).default("standard"),
  ARIANE_PUBLIC_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Address that the web process listens on. */
  ARIANE_HOST: z.union([z.ipv4(), z.ipv6(), z.hostname()]).optional(),
  /** Port of the DICOM receiver; 0 takes a free one. */
  ARIANE_DICOM_PORT: z.coerce.number().int().min(0).max(65535).default(11112),
  /** Address that the receiver listens on. */
  ARIANE_DICOM_HOST: z.union([z.ipv4(), z.ipv6(), z.hostname()]).optional(),
  ARIANE_AE_TITLE: z
    .string()
    .regex(/^[!-[\]-~](?:[ -[\]-~]{0,14}[!-[\]-~])?$/, "1 to 16 characters, no backslash")
    .default("ARIANE"),
  /** PEM files: the receiver's key and certificate, and the authority of its peers' certificates. */
  ARIANE_DICOM_TLS_KEY: z.string().min(1).optional(),
  ARIANE_DICOM_TLS_CERT: z.string().min(1).optional(),
  ARIANE_DICOM_TLS_CA: z.string().min(1).optional(),
  /** Longest object that comes over the network. */
  ARIANE_MAX_OBJECT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 31 - 1)
    .default(2 ** 31 - 2 ** 20),
  /** With less free space than this nothing is received. */
  ARIANE_MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(2 * 2 ** 30),
  /** Which database an integration test runs on. */
  ARIANE_TEST_DATABASE: z.enum(["embedded", "postgres"]).default("embedded"),
  /** `npm run test:long`: the heavy tests at full size. */
  ARIANE_TEST_LONG: z.literal("1").optional(),
  /** Every stored object is read and compared with its digest once within so many days. */
  ARIANE_FIXITY_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  /** Where npm was called; commands run in the repository. */
  INIT_CWD: z.string().optional(),
  /** Held files that nobody decided about are erased after so many days. */
  ARIANE_QUARANTINE_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  /** Where the days of the network begin, for counts by day. */
  ARIANE_TIME_ZONE: z.string().refine(isTimeZone, "an IANA time zone").default("Europe/Paris"),
  LC_ALL: z.string().optional(),
  LANG: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** Keys outside the database; generated in the data folder when the database is embedded. */
  ARIANE_LINKAGE_KEY: key,
  ARIANE_UID_KEY: key,
  ARIANE_SEAL_KEY: key,
  ARIANE_AUTH_SECRET: key,
});

export interface Env {
  nodeEnv: "development" | "production" | "test";
  mode: "demo" | "standard";
  /** True when no DATABASE_URL is given: the parent process serves PGlite on `databaseSocketDir`. */
  embedded: boolean;
  databaseUrl: string;
  databaseSocketDir: string;
  dataDir: string;
  publicUrl: string;
  port: number;
  /** Without a setting: this machine alone with the embedded database, every interface otherwise. */
  host: string;
  dicom: {
    host: string;
    port: number;
    aeTitle: string;
    /** Paths of PEM files; null without TLS. */
    tls: { key: string; cert: string; ca: string } | null;
  };
  maxObjectBytes: number;
  minFreeBytes: number;
  testDatabase: "embedded" | "postgres";
  /** Heavy tests run at full size. */
  testLong: boolean;
  logLevel: string;
  quarantineDays: number;
  timeZone: string;
  fixityDays: number;
  /** Folder that a command's relative paths start from. */
  callerDir: string;
  /** Language of the operator's terminal. */
  language: "fr" | "en";
  keys: { linkage?: string; uid?: string; seal?: string; auth?: string };
}

let parsed: Env | undefined;

/**
 * The process's settings, parsed once.
 * @throws ZodError naming the variable that is wrong, never its value.
 */
export function env(): Env {
  parsed ??= read(process.env);
  return parsed;
}

/** Changes settings of this process and what it starts; for entry points and tests, before anything reads them. */
export function overrideEnv(values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  parsed = undefined;
}

/** Sets what nobody has set: an entry point's own defaults. */
export function defaultEnv(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  parsed = undefined;
}

/** Whether the environment says which catalogue is meant. */
export function isCatalogueGiven(): boolean {
  return process.env.DATABASE_URL !== undefined || process.env.ARIANE_DATA_DIR !== undefined;
}

/** The environment to start another process with: this one's and some more. */
export function childEnv(values: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}

function read(source: NodeJS.ProcessEnv): Env {
  const given = schema.parse(source);
  const dataDir = resolve(given.ARIANE_DATA_DIR);
  const databaseSocketDir = socketDir(dataDir);
  return {
    nodeEnv: given.NODE_ENV,
    mode: given.ARIANE_MODE,
    embedded: given.DATABASE_URL === undefined,
    databaseUrl:
      given.DATABASE_URL ??
      `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(databaseSocketDir)}`,
    databaseSocketDir,
    dataDir,
    publicUrl: given.ARIANE_PUBLIC_URL ?? `http://localhost:${given.PORT}`,
    port: given.PORT,
    host: given.ARIANE_HOST ?? (given.DATABASE_URL === undefined ? "127.0.0.1" : "0.0.0.0"),
    dicom: {
      // The embedded database is for one machine: loopback peers only.
      host: given.DATABASE_URL === undefined ? "127.0.0.1" : (given.ARIANE_DICOM_HOST ?? "0.0.0.0"),
      port: given.ARIANE_DICOM_PORT,
      aeTitle: given.ARIANE_AE_TITLE,
      tls: tlsOf(given),
    },
    maxObjectBytes: given.ARIANE_MAX_OBJECT_BYTES,
    minFreeBytes: given.ARIANE_MIN_FREE_BYTES,
    testDatabase: given.ARIANE_TEST_DATABASE,
    testLong: given.ARIANE_TEST_LONG === "1",
    logLevel: given.LOG_LEVEL,
    quarantineDays: given.ARIANE_QUARANTINE_DAYS,
    timeZone: given.ARIANE_TIME_ZONE,
    fixityDays: given.ARIANE_FIXITY_DAYS,
    callerDir: given.INIT_CWD ?? process.cwd(),
    language: /^fr/i.test(given.LC_ALL || given.LANG || "") ? "fr" : "en",
    keys: {
      linkage: given.ARIANE_LINKAGE_KEY,
      uid: given.ARIANE_UID_KEY,
      seal: given.ARIANE_SEAL_KEY,
      auth: given.ARIANE_AUTH_SECRET,
    },
  };
}

function tlsOf(given: z.infer<typeof schema>): Env["dicom"]["tls"] {
  const { ARIANE_DICOM_TLS_KEY: key, ARIANE_DICOM_TLS_CERT: cert, ARIANE_DICOM_TLS_CA: ca } = given;
  if (key === undefined && cert === undefined && ca === undefined) return null;
  if (key !== undefined && cert !== undefined && ca !== undefined) return { key, cert, ca };
  throw new Error("ARIANE_DICOM_TLS_KEY, _CERT and _CA are given together or not at all.");
}

/** Longest folder of a socket: a unix socket's whole path is limited to about 100 bytes. */
const MAX_SOCKET_DIR_BYTES = 80;

/**
 * Beside the data, so that every process finds the one server whatever its temporary folder; only a data folder of
 * great depth needs a short place elsewhere.
 */
function socketDir(dataDir: string): string {
  const beside = join(dataDir, "run");
  if (Buffer.byteLength(beside) <= MAX_SOCKET_DIR_BYTES) return beside;
  return join(tmpdir(), `ariane-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`);
}
