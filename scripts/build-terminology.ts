import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Makes lib/terminology/disease-ontology.json from the tables of the Human Disease Ontology (CC0 1.0):
//   npx tsx scripts/build-terminology.ts FOLDER   (FOLDER holds HumanDO.tsv, ICD10inDO.tsv and OrphanetinDO.tsv)

/** Branches that are kept, each with all its descendants. */
const ROOTS = [
  "DOID:863", // nervous system disease
  "DOID:150", // disease of mental health
  "DOID:6713", // cerebrovascular disease
  "DOID:3093", // nervous system cancer
  "DOID:0060115", // nervous system benign neoplasm
];

/**
 * Parents that we add: the ontology files these only under cell type, immune system or vessels, where nobody who
 * looks for a brain disease would search. The ontology's own parents outside the kept branches are dropped.
 */
const OWN_PARENTS: [child: string, parent: string][] = [
  ["DOID:3070", "DOID:3620"], // high grade glioma: central nervous system cancer
  ["DOID:0080829", "DOID:0060090"], // low grade glioma: central nervous system benign neoplasm
  ["DOID:438", "DOID:863"], // autoimmune disease of the nervous system: nervous system disease
  ["DOID:8869", "DOID:3213"], // neuromyelitis optica: demyelinating disease
  ["DOID:2316", "DOID:6713"], // brain ischemia: cerebrovascular disease
  ["DOID:9246", "DOID:6713"], // cerebral amyloid angiopathy: cerebrovascular disease
  ["DOID:643", "DOID:3213"], // progressive multifocal leukoencephalopathy: demyelinating disease
  ["DOID:0050175", "DOID:9588"], // tick-borne encephalitis: encephalitis
  ["DOID:13403", "DOID:331"], // neurosarcoidosis: central nervous system disease
  ["DOID:10581", "DOID:10579"], // metachromatic leukodystrophy: leukodystrophy
  ["DOID:10587", "DOID:10579"], // Krabbe disease: leukodystrophy
  ["DOID:893", "DOID:480"], // Wilson disease: movement disease
  ["DOID:3687", "DOID:936"], // MELAS syndrome: brain disease
  ["DOID:3652", "DOID:936"], // Leigh disease: brain disease
  ["DOID:13515", "DOID:936"], // tuberous sclerosis: brain disease
  ["DOID:0111563", "DOID:936"], // Sturge-Weber syndrome: brain disease
  ["DOID:0050453", "DOID:936"], // lissencephaly: brain disease
  ["DOID:0050454", "DOID:936"], // periventricular nodular heterotopia: brain disease
  ["DOID:8712", "DOID:863"], // neurofibromatosis: nervous system disease
];

function readTable(path: string): string[][] {
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t").map((cell) => cell.trim().replace(/^"|"$/g, "").replace(/""/g, '"')));
}

function collect<K>(pairs: Iterable<readonly [K, K]>): Map<K, Set<K>> {
  const map = new Map<K, Set<K>>();
  for (const [key, value] of pairs) {
    const known = map.get(key);
    if (known) known.add(value);
    else map.set(key, new Set([value]));
  }
  return map;
}

function build(folder: string): string[][] {
  const rows = readTable(join(folder, "HumanDO.tsv"));
  const labelOf = new Map(rows.map(([code = "", label = ""]) => [code, label]));
  const codeOf = new Map(rows.map(([code = "", label = ""]) => [label, code]));
  const parents = collect([
    ...rows.flatMap(([code = "", , parent = ""]) => {
      const parentCode = codeOf.get(parent);
      return parentCode ? [[code, parentCode] as const] : [];
    }),
    ...OWN_PARENTS,
  ]);
  const children = collect([...parents].flatMap(([child, set]) => [...set].map((p) => [p, child] as const)));
  const kept = new Set<string>();
  const waiting = [...ROOTS];
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (kept.has(code)) continue;
    kept.add(code);
    waiting.push(...(children.get(code) ?? []));
  }
  const icd10 = references(join(folder, "ICD10inDO.tsv"), "ICD10CM:");
  const orpha = references(join(folder, "OrphanetinDO.tsv"), "ORDO:");
  const list = (set: Set<string> | undefined) => [...(set ?? [])].sort().join(" ");
  return [...kept].sort().map((code) => {
    const above = ROOTS.includes(code)
      ? new Set<string>()
      : new Set([...(parents.get(code) ?? [])].filter((p) => kept.has(p)));
    return [code, labelOf.get(code) ?? code, list(above), list(icd10.get(code)), list(orpha.get(code))];
  });
}

/** Cross-references of one scheme by code; a cell holds several, with "|" or a comma between them. */
function references(path: string, scheme: string): Map<string, Set<string>> {
  return collect(
    readTable(path).flatMap(([code = "", , cell = ""]) =>
      cell
        .split(/[|,]/)
        .map((one) => one.trim())
        .filter((one) => one.startsWith(scheme))
        .map((one) => [code, one.slice(scheme.length)] as const),
    ),
  );
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: npx tsx scripts/build-terminology.ts FOLDER");
const target = join(
  dirname(fileURLToPath(import.meta.url)),
  "..",
  "lib",
  "terminology",
  "disease-ontology.json",
);
const terms = build(folder);
writeFileSync(target, `[\n${terms.map((term) => JSON.stringify(term)).join(",\n")}\n]\n`);
process.stdout.write(`${terms.length} terms written to ${target}\n`);
