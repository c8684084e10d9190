import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { sealStream } from "@/lib/deid/seal";
import { openDicom } from "@/lib/dicom/open";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { decodeFrame } from "@/lib/imaging/decode";
import { describeInstance } from "@/lib/imaging/frames";
import { buildViewObject } from "@/lib/imaging/view-object";
import { fileSource } from "@/lib/platform/file-source";
import { writeNewFile } from "@/lib/platform/new-file";
import { inspectionPool } from "../pool";
import { writeLargeObject } from "./large-object";

/**
 * The way of one large object in a process of its own: written, sealed, inspected in a thread, de-identified to a file,
 * made into volumes. Says what it saw and the most memory that was resident.
 */
const MIB = 2 ** 20;
const key = new Uint8Array(32).fill(7);

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  const source = await fileSource(path);
  for (let at = 0; at < source.byteLength; at += MIB)
    yield await source.read(at, Math.min(source.byteLength, at + MIB));
  await source.close();
}

async function main(parent: string, frames: number): Promise<void> {
  const folder = await mkdtemp(join(parent, "ariane-large-"));
  const pool = inspectionPool({ keys: { uidKey: key, linkageKey: key } });
  try {
    const [plain, sealed, into] = ["plain", "sealed", "clean"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeLargeObject(plain, frames);
    await writeNewFile(sealed, sealStream(key, pieces(plain), "spool/1"));
    await rm(plain);
    const steps: Record<string, number> = { sealed: peakMiB() };
    const inspection = await pool.inspect({ path: sealed, seal: { key, context: "spool/1" } });
    if (inspection.kind !== "usable") throw new Error(inspection.reason);
    steps["inspected"] = peakMiB();
    const context = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: key };
    const answer = await inspection.deidentify({ context, into });
    if (answer.kind !== "clean") throw new Error(answer.reason);
    inspection.release();
    steps["deidentified"] = peakMiB();
    const source = await fileSource(into);
    const file = await openDicom(source);
    const plans = assembleVolumes(describeInstance(file, "a"));
    let viewBytes = 0;
    for (const plan of plans) {
      await buildViewObject(
        plan,
        (_, index) => decodeFrame(file, index),
        async (chunks) => {
          for await (const chunk of chunks) viewBytes += chunk.length;
        },
      );
    }
    await source.close();
    steps["volumes"] = peakMiB();
    const said = {
      frames: inspection.content.frameCount,
      byteLength: inspection.byteLength,
      cleanBytes: answer.clean.byteLength,
      volumes: plans.map(({ dimensions }) => dimensions),
      viewBytes,
      peakMiB: peakMiB(),
      steps,
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function peakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

await main(process.argv[2] ?? "", Number(process.argv[3]));
