import { createTranslator } from "next-intl";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Finding } from "@/lib/ingest/operations/finding";
import en from "../messages/en/operations.json";
import fr from "../messages/fr/operations.json";

const locale = env().language;

/** Texts of the operator's commands, in the language of the terminal. */
export const t = createTranslator({
  locale,
  messages: { operations: locale === "fr" ? fr : en },
  namespace: "operations",
});

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line for each finding: its code, for programs, then what it means. */
export function sayFinding({ code, subject, mended }: Finding): void {
  say(`${code}\t${subject}\t${t(`finding.${code}`)}${mended ? ` ${t("command.mended")}` : ""}`);
}

/** Reasons of refusals that have words of their own. */
const REASONS = [
  "no-backup",
  "other-database",
  "not-empty",
  "no-keys",
  "other-keys",
  "no-list",
  "inside-data",
  "not-a-backup-folder",
] as const;

/** Runs a command; a message of an error may quote what it must not, so the operator gets the kind of trouble. */
export function runCommand(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const given = error instanceof AppError ? error.details?.["reason"] : undefined;
      const reason = REASONS.find((known) => known === given);
      const name =
        error instanceof AppError ? error.message : error instanceof Error ? error.name : "unknown";
      process.stderr.write(`${reason ? t(`command.refused.${reason}`) : t("command.failed", { name })}\n`);
      process.exitCode = 2;
    },
  );
}
