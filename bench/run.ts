import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@/lib/platform/root";

/**
 * `npm run bench -- NAME`: runs bench/NAME.ts, which prints one line of JSON: name, our figures, the peer's, their ratio,
 * all taken in one run on one machine. These machines are noisy: read ratios, not seconds.
 */
const names = readdirSync(join(repositoryRoot, "bench"))
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -".ts".length));
const [name = ""] = process.argv.slice(2);
if (!names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- ${names.join("|")}\n`);
  process.exit(2);
}
const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<Record<string, unknown>> };
process.stdout.write(`${JSON.stringify({ name, ...(await bench()) })}\n`);
process.exit(0);
