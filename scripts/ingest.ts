import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createTranslator } from "next-intl";
import { systemActor } from "@/lib/access/actor";
import { countFiles, givenItems } from "@/lib/ingest/doors/folder";
import { ingestFiles, type IngestResult } from "@/lib/ingest/ingest-files";
import { type IngestedSeries, reportIngestedSeries } from "@/lib/ingest/report-ingested-series";
import type { NiftiFate } from "@/lib/ingest/nifti/read-nifti-fate";
import { REFUSAL_REASONS } from "@/lib/ingest/rules/reasons";
import { closeDb } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { drainQueue } from "@/lib/platform/queue";
import en from "../messages/en/ingest.json";
import fr from "../messages/fr/ingest.json";
import { chooseCatalogue, openCatalogue } from "./catalogue";
import { attachNiftiFile, CONTENT_CODES, isSensible } from "./attach-nifti";
import { jobHandlers } from "./job-handlers";

const locale = env().language;
const t = createTranslator({ locale, messages: { ingest: locale === "fr" ? fr : en }, namespace: "ingest" });
const actor = systemActor("ingest");

/** How long series that a running worker has taken are waited for, in steps. */
const WAIT_STEPS = 600;
const WAIT_STEP_MS = 500;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      site: { type: "string" },
      nifti: { type: "string" },
      series: { type: "string" },
      onto: { type: "string" },
      content: { type: "string", default: "image" },
      help: { type: "boolean", short: "h" },
    },
  });
  const { nifti: file, series, onto, content } = values;
  const nifti = file !== undefined && series !== undefined ? { file, series, onto, content } : null;
  const isSaid = file === undefined ? positionals.length > 0 : nifti !== null && isSensible(nifti);
  if (values.help || !isSaid) {
    process.stdout.write(`${t("usage", { contents: CONTENT_CODES })}\n`);
    return values.help ? 0 : 2;
  }
  await chooseCatalogue();
  const database = await openCatalogue();
  try {
    if (nifti) return reportNifti(await attachNiftiFile(nifti));
    const result = await ingest(positionals, values.site ?? "LOCAL");
    process.stdout.write(`${t("makingVolumes", { count: result.seriesIds.length })}\n`);
    report(result, await finishSeries(result.seriesIds));
    return 0;
  } finally {
    await closeDb();
    await database?.stop();
  }
}

async function ingest(paths: string[], siteCode: string): Promise<IngestResult> {
  let files = 0;
  const absolute = paths.map((path) => resolve(env().callerDir, path));
  const isTerminal = process.stdout.isTTY;
  const expected = isTerminal ? await countFiles(absolute) : 0;
  const result = await ingestFiles(actor, {
    items: () => givenItems(absolute),
    door: "folder",
    siteCode,
    source: [siteCode, ...absolute].join("\0"),
    onReceived: () => {
      files += 1;
      if (isTerminal && files % 20 === 0) process.stdout.write(`\r${progressBar(files, expected)}`);
    },
  });
  if (isTerminal) process.stdout.write("\r\u001b[K");
  if (result.continued > 0) process.stdout.write(`${t("continued", { files: result.continued })}\n`);
  return result;
}

const BAR_CHARACTERS = 30;

/** An archive counts as one file until it is opened, so the end may come later than the bar thinks, never earlier. */
function progressBar(files: number, expected: number): string {
  const share = Math.min(1, files / Math.max(expected, files, 1));
  const full = Math.round(share * BAR_CHARACTERS);
  const percent = new Intl.NumberFormat(locale, { style: "percent" }).format(share);
  return `[${"█".repeat(full)}${"·".repeat(BAR_CHARACTERS - full)}] ${percent}  ${t("progress", { files })}`;
}

/** @returns the exit code: 1 for a file that is not taken */
function reportNifti({ state, reason, seriesId }: NiftiFate): number {
  const why = reasonOf(reason);
  const line =
    state === "refused"
      ? t("niftiRefused", { reason: why ?? "" })
      : t(`nifti.${state}`, { seriesId: seriesId ?? "" });
  process.stdout.write(`${line}\n`);
  return state === "refused" ? 1 : 0;
}

function reasonOf(code: string | null): string | null {
  const reason = REFUSAL_REASONS.find((known) => known === code);
  return reason === undefined ? null : t(`reason.${reason}`);
}

/** Makes volumes here; what a running worker has already taken is waited for. */
async function finishSeries(seriesIds: string[]): Promise<IngestedSeries> {
  await drainQueue(jobHandlers);
  for (let step = 0; step < WAIT_STEPS; step++) {
    const found = await reportIngestedSeries(actor, seriesIds);
    if (found.arriving === 0) return found;
    await new Promise((resolve) => setTimeout(resolve, WAIT_STEP_MS));
  }
  return reportIngestedSeries(actor, seriesIds);
}

function report({ counts }: IngestResult, { series, arriving }: IngestedSeries): void {
  const lines: string[] = [];
  for (const { description, instanceCount, state, failure, volumes } of series) {
    const name = description ?? t("noDescription");
    const made = volumes.map(({ role, map, component, kind, dimensions }) =>
      [
        role,
        ...(map ? [map] : []),
        ...(component === "magnitude" ? [] : [component]),
        dimensions.filter((size, axis) => axis < 3 || size > 1).join("×"),
        ...(kind === "stack" ? [t("stack")] : []),
      ].join(" "),
    );
    const rest = state === "failed" ? t("failed", { code: failure ?? "" }) : made.join(", ");
    lines.push(`  ${t("series", { name, instances: instanceCount })}: ${rest}`);
  }
  if (arriving > 0) lines.push(`  ${t("arriving", { count: arriving })}`);
  const { received, stored, duplicate, quarantined, refused, outcomes } = counts;
  lines.push("", t("account", { received, stored, duplicate, quarantined, refused }));
  for (const { fate, reason, count } of outcomes) {
    if (fate === "quarantined" || fate === "refused")
      lines.push(`  ${t(`fate.${fate}`)} ${count}: ${t(`reason.${reason}`)}`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A message may quote a file's name or header; the operator gets the kind of trouble.
    const isUnknown =
      error instanceof AppError &&
      (error.code === "not-found" || error.details?.["reason"] === "no-such-volume");
    const name = error instanceof AppError ? error.code : error instanceof Error ? error.name : "unknown";
    process.stderr.write(`${isUnknown ? t("unknown") : t("runFailed", { name })}\n`);
    process.exitCode = 1;
  },
);
