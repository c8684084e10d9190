import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemActor } from "@/lib/access/actor";
import { overrideEnv } from "@/lib/platform/env";
import { openBenchCatalogue } from "./lib/catalogue";
import { writeBenchFiles } from "./lib/phantom-files";
import { endProcess, freePort, peakMegabytes, startProcess, untilOpen } from "./lib/processes";

const COUNT = 5_000;
const SENDERS = 4;
const AE_TITLE = "BENCH";

/**
 * 5,000 instances of 256 × 256 × 16 bit over C-STORE with four associations (dcmtk's storescu), de-identified and
 * durable on real PostgreSQL, until the last can be found by a search; against Orthanc (StorageAccessOnFind's default,
 * SyncStorageArea true) storing the same files as they are, on the same file system. Aim: ratio at least 1.
 */
export async function bench(): Promise<Record<string, unknown>> {
  const catalogue = await openBenchCatalogue();
  try {
    const folders = writeBenchFiles(join(catalogue.folder, "files"), COUNT, SENDERS);
    const peer = await orthanc(catalogue.folder, folders);
    const ours = await ariane(folders);
    return { ours, peer, ratio: ours.perSecond / peer.perSecond };
  } finally {
    await catalogue.stop();
  }
}

async function ariane(folders: readonly string[]) {
  const port = await freePort();
  overrideEnv({ ARIANE_DICOM_PORT: String(port), ARIANE_DICOM_HOST: "127.0.0.1" });
  const { findOrMakeSite } = await import("@/lib/network/register-scanner-store");
  const { db } = await import("@/lib/platform/db/client");
  const { searchCatalogue } = await import("@/lib/catalogue/search-catalogue");
  const { DEFAULT_VIEW, EMPTY_QUERY } = await import("@/lib/catalogue/search-query");
  const site = await findOrMakeSite(db(), "LOCAL");
  await db().peer.create({
    data: { siteId: site?.id ?? "", name: "bench", aeTitle: AE_TITLE, addresses: ["127.0.0.1"] },
  });
  const receiver = startProcess("scripts/receiver.ts");
  const worker = startProcess("scripts/worker.ts");
  try {
    await untilOpen(port);
    const started = performance.now();
    await sendAll(folders, "ARIANE", port);
    const sentSeconds = (performance.now() - started) / 1000;
    for (;;) {
      const counted = await db().series.aggregate({ _sum: { instanceCount: true } });
      if (counted._sum.instanceCount === COUNT) {
        const answer = await searchCatalogue(systemActor("bench"), EMPTY_QUERY, {
          ...DEFAULT_VIEW,
          unit: "series",
        });
        if (JSON.stringify(answer).includes("MPRAGE")) break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seconds = (performance.now() - started) / 1000;
    return {
      perSecond: COUNT / seconds,
      seconds,
      sentSeconds,
      receiverPeakMb: peakMegabytes(receiver),
      workerPeakMb: peakMegabytes(worker),
    };
  } finally {
    await Promise.all([endProcess(receiver), endProcess(worker)]);
  }
}

async function orthanc(folder: string, folders: readonly string[]) {
  const [port, httpPort] = [await freePort(), await freePort()];
  const own = join(folder, "orthanc");
  mkdirSync(own);
  const configuration = join(own, "orthanc.json");
  writeFileSync(
    configuration,
    JSON.stringify({
      Name: "bench",
      StorageDirectory: join(own, "storage"),
      IndexDirectory: join(own, "index"),
      SyncStorageArea: true,
      DicomServerEnabled: true,
      DicomAet: "ORTHANC",
      DicomPort: port,
      DicomAlwaysAllowStore: true,
      HttpServerEnabled: true,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      Plugins: [],
    }),
  );
  const server = spawn("Orthanc", [configuration], { stdio: "ignore" });
  try {
    await untilOpen(port);
    const started = performance.now();
    await sendAll(folders, "ORTHANC", port);
    const sentSeconds = (performance.now() - started) / 1000;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${httpPort}/statistics`);
      if (((await answer.json()) as { CountInstances: number }).CountInstances === COUNT) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seconds = (performance.now() - started) / 1000;
    return { perSecond: COUNT / seconds, seconds, sentSeconds, peakMb: peakMegabytes(server) };
  } finally {
    await endProcess(server);
  }
}

/** One storescu per folder, side by side. */
async function sendAll(folders: readonly string[], called: string, port: number): Promise<void> {
  const codes = await Promise.all(
    folders.map((folder) => {
      const sender = spawn(
        "storescu",
        ["-aet", AE_TITLE, "-aec", called, "+sd", "127.0.0.1", String(port), folder],
        { stdio: "ignore" },
      );
      return new Promise<number | null>((resolve) => sender.once("close", resolve));
    }),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`storescu ended with ${codes.join(", ")}`);
}
