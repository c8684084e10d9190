import { randomBytes } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import { decideMatch } from "@/lib/ingest/identity/decide-match";
import { rewriteMerge } from "@/lib/ingest/identity/rewrite-merge";
import { systemActor } from "../actor";

/** A subject that one site's identifier leads to. */
async function writeSubject(siteId: string): Promise<string> {
  const { id } = await db().subject.create({
    data: {
      pseudonym: `ARI-${randomBytes(6).toString("hex")}`,
      secret: { create: { dateOffsetDays: 40_000, countKey: 1n } },
      links: { create: { linkageHash: new Uint8Array(randomBytes(32)), siteId } },
    },
  });
  return id;
}

/** An open match of two subjects, one of each site. */
export async function writeMatch(siteId: string, otherSiteId: string = siteId): Promise<string> {
  const [subjectAId = "", subjectBId = ""] = [
    await writeSubject(siteId),
    await writeSubject(otherSiteId),
  ].sort();
  const { id } = await db().identityMatch.create({
    data: { subjectAId, subjectBId, agreeing: ["name-birth-sex"] },
  });
  return id;
}

/** A merge of two subjects of a site, done or given up. */
export async function writeMerge(
  siteId: string,
  state: "done" | "failed",
  otherSiteId: string = siteId,
): Promise<string> {
  const actor = systemActor("test");
  const matchId = await writeMatch(siteId, otherSiteId);
  const { subjectAId, subjectBId } = await db().identityMatch.findUniqueOrThrow({ where: { id: matchId } });
  await decideMatch(actor, { matchId, decision: "same-person" });
  const { id } = await db().subjectMerge.findFirstOrThrow({
    where: { subjectId: { in: [subjectAId, subjectBId] } },
  });
  await rewriteMerge(actor, id);
  await db().subjectMerge.update({ where: { id }, data: { state } });
  return id;
}
