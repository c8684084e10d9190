import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A module of lib/ as far as the rules of services are concerned. */
export interface Module {
  /** From the root, e.g. "lib/access/list-users.ts". */
  path: string;
  /** Exported functions, each with the name and type of its first parameter. */
  functions: { name: string; first: string | null; firstType: string | null; waits: boolean }[];
  /** Whether it reads or writes rows through a *-store module. */
  usesStore: boolean;
}

/** Modules that give an actor's rights their meaning rather than use them. */
const GROUND = ["lib/access/actor.ts", "lib/access/policy.ts", "lib/access/audit.ts"];

/**
 * Modules that use a store without an actor, each with its reason. Nothing that answers a signed-in person's question
 * belongs here.
 */
const WITHOUT_ACTOR: Record<string, string> = {
  "lib/access/authenticate.ts": "makes the identity of which the actor is made",
  "lib/access/current-actor.ts": "makes the actor",
  "lib/access/token-actor.ts": "makes the actor of a request that carries a token",
  "lib/access/read-invitation.ts": "the holder of a one-time link has no account yet",
  "lib/access/accept-invitation.ts": "the holder of a one-time link has no account yet",
  "lib/ingest/upload.ts": "a part of the services of an upload: it asks for them",
  "lib/ingest/archive-bytes.ts": "a part of upload-file.ts and expand-archive.ts, which have asked",
  "lib/ingest/spool.ts": "a part of receive-object.ts and ingest-files.ts, which have asked",
  "lib/ingest/carry-out.ts": "a part of the decisions about held files, which have asked",
  "lib/ingest/decide-held.ts": "asks for the decisions about held files, which are the services",
  "lib/harmonise/queue-judging.ts":
    "a part of the services that change a reference or a series, which have asked",
  "lib/harmonise/judge-exams.ts":
    "a part of judge-arrived-exam.ts and work-judging-task.ts, which have asked",
  "lib/harmonise/change-correction.ts":
    "a part of correct-role.ts and remove-role-correction.ts, for which it asks",
  "lib/harmonise/settle-part.ts": "a part of the services that change corrections, which have asked",
  "lib/ingest/delivery-writer.ts": "a part of ingest-files.ts, which has asked",
  "lib/cohort/columns/counted-question.ts": "a part of ask-cohort.ts, which has asked",
};

/** Every module of lib/ that could be a service: not a store, not a test, not for the browser. */
export function modulesOfLib(root: string): Module[] {
  return filesUnder(join(root, "lib"))
    .map((path) => path.slice(root.length + 1))
    .filter((path) => /\.ts$/.test(path) && !/\.(test|itest|d)\.ts$|-store\.ts$/.test(path))
    .filter(
      (path) =>
        !/\/(testing|generated)\/|^lib\/(platform|viewer|dicom|terminology|deid|imaging)\//.test(path),
    )
    .map((path) => readModule(root, path));
}

/** Modules that do work for an actor or touch rows: the rules of services hold for them. */
export function servicesOfLib(root: string): Module[] {
  return modulesOfLib(root).filter(
    (module) =>
      !GROUND.includes(module.path) &&
      !(module.path in WITHOUT_ACTOR) &&
      module.functions.length > 0 &&
      (module.usesStore || module.functions.some(({ firstType, waits }) => waits && firstType === "Actor")),
  );
}

function readModule(root: string, path: string): Module {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(root, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const functions: Module["functions"] = [];
  let usesStore = false;
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && importsValues(statement)) {
      usesStore ||=
        ts.isStringLiteral(statement.moduleSpecifier) && /-store$/.test(statement.moduleSpecifier.text);
    }
    if (!isExported(statement)) continue;
    if (ts.isFunctionDeclaration(statement))
      functions.push(describe(statement.name?.text ?? "default", statement));
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))) {
          functions.push(describe(name.getText(source), initializer));
        }
      }
    }
  }
  return { path, functions, usesStore };
}

function describe(name: string, node: ts.SignatureDeclaration): Module["functions"][number] {
  const first = node.parameters[0];
  const isAsync =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return {
    name,
    first: first?.name.getText() ?? null,
    firstType: first?.type?.getText() ?? null,
    waits: Boolean(isAsync) || /^Promise</.test(node.type?.getText() ?? ""),
  };
}

function importsValues(statement: ts.ImportDeclaration): boolean {
  const clause = statement.importClause;
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const bindings = clause.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return true;
  return bindings.elements.some((element) => !element.isTypeOnly);
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}
