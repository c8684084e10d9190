import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FeatureTable } from "../feature-table";

const RSCRIPT = ["/usr/bin/Rscript", "/usr/local/bin/Rscript"].find((path) => existsSync(path));
const LIBRARIES = [
  "/usr/lib/R/site-library/sva",
  "/usr/local/lib/R/site-library/sva",
  "/usr/lib/R/library/sva",
];

/** Whether R and its sva are here (Debian's r-bioc-sva). */
export const hasSva = RSCRIPT !== undefined && LIBRARIES.some((path) => existsSync(path));

const SCRIPT = `
suppressMessages(library(sva))
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in readLines(file.path(folder, "cases.txt"))) {
  table <- read.csv(file.path(folder, paste0(name, ".csv")), stringsAsFactors = FALSE)
  values <- t(as.matrix(table[, grep("^feature", names(table)), drop = FALSE]))
  kept <- intersect(c("ageYears", "sex", "status"), names(table))
  mod <- if (length(kept) == 0) NULL else model.matrix(as.formula(paste("~", paste(kept, collapse = "+"))), table)
  fitted <- suppressMessages(ComBat(values, table$batch, mod = mod, mean.only = table$meanOnly[1]))
  write.table(format(t(fitted), digits = 17), file.path(folder, paste0(name, ".out")),
    quote = FALSE, row.names = FALSE, col.names = FALSE)
}`;

export interface SvaCase {
  name: string;
  table: FeatureTable;
  covariates: readonly ("ageYears" | "sex" | "status")[];
  meanOnly: boolean;
}

/** What sva::ComBat makes of tables, by the name of the case, row by row; one start of R for all. */
export async function runSva(cases: readonly SvaCase[]): Promise<Map<string, number[][]>> {
  const folder = await mkdtemp(join(tmpdir(), "ariane-sva-"));
  try {
    for (const { name, table, covariates, meanOnly } of cases) {
      const head = [
        ...table.features.map((_, index) => `feature${index}`),
        "batch",
        "meanOnly",
        ...covariates,
      ];
      const lines = table.rows.map((row) =>
        [
          ...row.values,
          row.batch,
          meanOnly ? "TRUE" : "FALSE",
          ...covariates.map((key) => row.covariates[key]),
        ].join(","),
      );
      await writeFile(join(folder, `${name}.csv`), [head.join(","), ...lines].join("\n"));
    }
    await writeFile(join(folder, "cases.txt"), cases.map(({ name }) => name).join("\n") + "\n");
    await writeFile(join(folder, "run.R"), SCRIPT);
    await promisify(execFile)(RSCRIPT ?? "Rscript", ["--vanilla", join(folder, "run.R"), folder], {
      timeout: 280_000,
    });
    const answers = await Promise.all(cases.map(({ name }) => readFile(join(folder, `${name}.out`), "utf8")));
    return new Map(
      cases.map(({ name }, index) => [
        name,
        (answers[index] ?? "")
          .trim()
          .split("\n")
          .map((line) => line.trim().split(/\s+/).map(Number)),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
