import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { requireCohortRight } from "../kept/cohort-right";
import { citationCodeSchema, type FrozenCohort, MEMBERS_PER_PAGE, type MemberRow } from "./frozen-cohort";
import { countMembers, findMembers, findVersion, type FrozenMember } from "./frozen-store";
import { toldOutside } from "./outside";

export const getFrozenCohortSchema = z.strictObject({
  citationCode: citationCodeSchema,
  /** From 1. */
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/**
 * A frozen cohort, for whoever may see the kept question: its citation to all of them, its members within each reader's
 * own rights.
 * @throws AppError `not-found`
 */
export async function getFrozenCohort(
  actor: Actor,
  { citationCode, page }: z.infer<typeof getFrozenCohortSchema>,
): Promise<FrozenCohort> {
  const found = await findVersion(db(), citationCode);
  const { cohort: version } = requireCohortRight(actor, found, "read");
  const browse = examFilter(actor, "browse");
  const mayBrowse = browse.kind !== "none";
  const { within, outside } = await countMembers(db(), version.id, browse);
  const skip = (page - 1) * MEMBERS_PER_PAGE;
  const members = await findMembers(db(), version.id, browse, { skip, take: MEMBERS_PER_PAGE });
  await audit(db(), actor, {
    type: "cohort-version.viewed",
    detail: { versionId: version.id, shown: members.length },
  });
  const { cohortId, title, criteria, reason, dataVersion, digest, frozenAt, frozenBy } = version;
  return {
    ...{ cohortId, title, citationCode, criteria, reason, dataVersion, digest, frozenAt, frozenBy },
    version: version.version,
    within: mayBrowse ? within : null,
    outside: examFilter(actor, "count").kind === "none" ? null : toldOutside(outside),
    members: {
      page,
      pages: Math.max(1, Math.ceil(within.exams / MEMBERS_PER_PAGE)),
      rows: members.map(memberRow),
    },
    mayExport: examFilter(actor, "export").kind !== "none",
  };
}

function memberRow({ examId, pseudonym, gone, series, state }: FrozenMember): MemberRow {
  const { subject, sex, ageYears, site, manufacturer, model, month, protocols } = state;
  const told = { subject, sex, ageYears, site, manufacturer, model, month, protocols };
  return { examId, pseudonym, series, state: gone ? null : told };
}
