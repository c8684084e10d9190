import { setTimeout } from "node:timers/promises";
import { systemActor } from "@/lib/access/actor";
import { answerCommitments } from "@/lib/ingest/answer-commitments";
import { sendEventReport } from "@/lib/ingest/doors/dimse/event-report";
import { startReceiver } from "@/lib/ingest/doors/dimse/server";
import { receiveAssociation } from "@/lib/ingest/receive-association";
import { closeDb } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { startBeat } from "@/lib/platform/process-beat";

const GRACE_MS = 10_000;
const COMMITMENT_MS = 1_000;

/** The receiver process: takes objects over from known DICOM peers until it is told to stop. */
async function main(): Promise<void> {
  const { dicom, maxObjectBytes } = env();
  const actor = systemActor("receiver");
  const stopping = new AbortController();
  const beat = await startBeat("receiver");
  const receiver = await startReceiver({
    ...dicom,
    maxObjectBytes,
    maxAssociations: 32,
    maxAssociationsPerPeer: 16,
    requestTimeoutMs: 30_000,
    idleTimeoutMs: 120_000,
    admit: (calling) => receiveAssociation(actor, calling, beat.id),
  });
  log.info({ port: receiver.port, tls: dicom.tls !== null }, "receiver is ready");
  const stop = () => stopping.abort();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  while (!stopping.signal.aborted) {
    await answerCommitments(actor, ({ aeTitle, ...address }, eventType, report) =>
      sendEventReport(
        { ...address, calledTitle: aeTitle, callingTitle: dicom.aeTitle, tls: dicom.tls },
        eventType,
        report,
      ),
    ).catch((error: unknown) => {
      log.error({ name: error instanceof Error ? error.name : "unknown" }, "storage commitment failed");
    });
    await setTimeout(COMMITMENT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  await receiver.close(GRACE_MS);
  await beat.stop();
  await closeDb();
}

main().catch((error: unknown) => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  log.error({ name: error instanceof Error ? error.name : "unknown", code }, "receiver stopped");
  process.exitCode = 1;
});
