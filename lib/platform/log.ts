import pino from "pino";
import { env } from "./env";

/** Structured log. Nothing that comes from an image header, a form or a URL is ever given to it. */
export const log = pino({
  level: env().nodeEnv === "test" ? "silent" : env().logLevel,
  base: { service: "ariane" },
  formatters: { level: (label) => ({ level: label }) },
});
