import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
const COMMAND = "/usr/bin/dcmdump";
const FILES_PER_CALL = 200;

/** True where the independent DICOM reader (dcmtk) is installed. */
export function hasDcmdump(): boolean {
  return existsSync(COMMAND);
}

/** One element with text, as dcmdump reads it. */
export interface DumpedElement {
  /** `00100010` */
  tag: string;
  vr: string;
  /** Sequence depth, 0 at the top. */
  depth: number;
  /** Text as bytes in Latin-1, padding stripped; binary numbers as dcmdump prints them. */
  value: string;
}

const ELEMENT = /^( *)\(([0-9a-f]{4}),([0-9a-f]{4})\) (\w\w|\?\?) (.*)$/;

function parseDump(text: string): DumpedElement[] {
  const elements: DumpedElement[] = [];
  let open: DumpedElement | undefined;
  for (const line of text.split("\n")) {
    const parts = ELEMENT.exec(line);
    if (!parts) {
      // A text with line breaks goes on until its bracket closes.
      if (open) open.value += `\n${line}`;
      continue;
    }
    const [, indent = "", group = "", element = "", vr = "", rest = ""] = parts;
    open = { tag: (group + element).toUpperCase(), vr, depth: Math.floor(indent.length / 2), value: rest };
    elements.push(open);
  }
  for (const element of elements) {
    const bracketed = /^\[([\s\S]*)\]\s+#\s+\d+,\s*\d+ [^\n]*\s*$/.exec(element.value)?.[1];
    element.value = (bracketed ?? element.value.replace(/\s+#\s+[\du/l]+,\s*\d+.*$/s, "")).trim();
    if (element.value === "(no value available)") element.value = "";
  }
  return elements;
}

/** Elements of each file as dcmdump reads them, in the order of `paths`; long values whole, bulk values left out. */
export async function dumpFiles(paths: readonly string[]): Promise<DumpedElement[][]> {
  const dumps: DumpedElement[][] = [];
  for (let from = 0; from < paths.length; from += FILES_PER_CALL) {
    const part = paths.slice(from, from + FILES_PER_CALL);
    const { stdout } = await run(COMMAND, ["-q", "+F", "-M", "+L", ...part], {
      encoding: "latin1",
      maxBuffer: 1024 * 1024 * 1024,
    });
    const texts = stdout.split(/^# dcmdump \(\d+\/\d+\): .*$/m).slice(1);
    if (texts.length !== part.length) throw new Error("dcmdump skipped a file");
    dumps.push(...texts.map(parseDump));
  }
  return dumps;
}
