import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import type { ByteSource } from "@/lib/platform/byte-source";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { dropArchive, withArchive } from "./archive-bytes";
import { DOOR_LIMITS, type UnpackedItem } from "./doors/given-item";
import { unpackSource } from "./doors/unpack";
import type { RefusalReason } from "./rules/reasons";
import { countRefusal, finishRun, insertReceived } from "./run-store";
import { dropFromSpool, type SpooledItem, writeToSpool } from "./spool";
import { advanceArchive, finishArchive, findArchive, lockUpload, type UploadedArchive } from "./upload-store";

/** Members that get their rows together. */
const GROUP_ITEMS = 32;
const GROUP_BYTES = 64 * 2 ** 20;

/**
 * Takes the members out of an uploaded archive, each into the spool under the archive's ordinal; after an interruption
 * it goes on behind the last one that was committed. Nothing of it is on a disk in the clear.
 * @throws AppError `forbidden`; `storage-full`, and then it can be called again
 */
export async function expandArchive(actor: Actor, archiveId: string): Promise<void> {
  const archive = await findArchive(db(), archiveId);
  requireCan(actor, "ingest.manage", { siteId: archive?.siteId ?? null });
  if (archive === null) return;
  if (archive.unpackedAt === null) {
    const writer = new MemberWriter(archive);
    try {
      await withArchive(archiveId, (source) => takeAll(writer, source));
    } catch (error) {
      // Gone or altered: what was taken out before stays, and the account says that something is missing.
      if (!(error instanceof AppError) || !["not-found", "internal"].includes(error.code)) throw error;
      log.error({ archiveId }, "an uploaded archive is lost or altered");
      await writer.refuse("unreadable");
    }
    await finish(actor, archive);
  }
  await dropArchive(archiveId);
}

async function takeAll(writer: MemberWriter, source: ByteSource): Promise<void> {
  let index = 0;
  for await (const item of unpackSource(source, "", DOOR_LIMITS)) {
    index += 1;
    if (index > writer.takenBefore) await writer.take(item);
  }
  await writer.flush();
}

async function finish(actor: Actor, archive: UploadedArchive): Promise<void> {
  const { runId } = archive;
  await inTransaction(async (tx) => {
    await lockUpload(tx, runId);
    const { isLast } = await finishArchive(tx, archive);
    if (!isLast) return;
    const received = await finishRun(tx, runId);
    await audit(tx, actor, { type: "ingest.run-finished", detail: { runId, received } });
  });
}

/** Spools members in groups; the archive moves on in the transaction of their rows. */
class MemberWriter {
  readonly takenBefore: number;
  private taken: number;
  private group: Uint8Array[] = [];
  private groupBytes = 0;

  constructor(private readonly archive: UploadedArchive) {
    this.takenBefore = archive.taken;
    this.taken = archive.taken;
  }

  async take(item: UnpackedItem): Promise<void> {
    if ("refused" in item) {
      await this.flush();
      return this.refuse(item.refused);
    }
    this.group.push(item.bytes);
    this.groupBytes += item.bytes.length;
    if (this.group.length >= GROUP_ITEMS || this.groupBytes >= GROUP_BYTES) await this.flush();
  }

  async refuse(reason: RefusalReason): Promise<void> {
    const { id, runId, ordinal } = this.archive;
    await inTransaction(async (tx) => {
      if (!(await advanceArchive(tx, id, this.taken, this.taken + 1))) throw new AppError("conflict");
      await countRefusal(tx, runId, { fate: "refused", reason }, { id: randomUUID(), ordinal }, null);
    });
    this.taken += 1;
  }

  async flush(): Promise<void> {
    const { group } = this;
    if (group.length === 0) return;
    this.group = [];
    this.groupBytes = 0;
    const { id, runId, ordinal } = this.archive;
    const written = await Promise.allSettled(
      group.map((content) => writeToSpool({ runId, content, ordinal, uidHash: null })),
    );
    const items: SpooledItem[] = written.flatMap((result) =>
      result.status === "fulfilled" ? [result.value] : [],
    );
    try {
      const failed = written.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      await inTransaction(async (tx) => {
        if (!(await advanceArchive(tx, id, this.taken, this.taken + group.length)))
          throw new AppError("conflict");
        await insertReceived(tx, items, null);
      });
    } catch (error) {
      for (const item of items) await dropFromSpool(item.id);
      throw error;
    }
    this.taken += group.length;
  }
}
