import type { ActiveGrant, Actor, Role } from "@/lib/access/actor";
import { listAudit, listAuditSchema } from "@/lib/access/list-audit";
import { getExam } from "@/lib/catalogue/get-exam";
import { getSeries } from "@/lib/catalogue/get-series";
import { getSubject } from "@/lib/catalogue/get-subject";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { getVolumeThumbnail } from "@/lib/catalogue/get-volume-thumbnail";
import { openExamViewer } from "@/lib/catalogue/open-exam-viewer";
import { getSeriesQuality } from "@/lib/harmonise/get-series-quality";
import { openVolumeFrames } from "@/lib/catalogue/open-volume-frames";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY, UNITS } from "@/lib/catalogue/search-query";
import { listNetwork } from "@/lib/network/list-network";
import { listNotices } from "@/lib/network/list-notices";
import { db } from "@/lib/platform/db/client";
import { listDays } from "../list-days";
import { listHeldGroups } from "../list-held-groups";
import { listQuarantine, listQuarantineSchema } from "../list-quarantine";
import { listRuns, listRunsSchema } from "../list-runs";

/** Something that somebody is shown. */
export interface Shown {
  place: string;
  /** Set where it is of one subject. */
  subjectId?: string;
  content: string | Uint8Array;
}

/** A person with rights over the whole network, but for true dates. */
export async function writePerson(role: Role): Promise<Actor> {
  const email = `${role.toLowerCase()}@example.org`;
  const user = await db().user.create({ data: { email, name: role, passwordHash: "x" } });
  const grant: ActiveGrant = {
    id: user.id,
    scope: "network",
    siteId: null,
    projectId: null,
    level: "export",
    trueDates: false,
  };
  return { userId: user.id, agent: "user", roles: [role], grants: [grant], locale: null };
}

/** Everything that the catalogue, the viewer and the network page answer to a neuroscientist. */
export async function shownToNeuroscientist(actor: Actor): Promise<Shown[]> {
  const shown: Shown[] = [];
  const show = (place: string, value: unknown, subjectId?: string) =>
    shown.push({
      place,
      ...(subjectId && { subjectId }),
      content: value instanceof Uint8Array ? value : serialise(value),
    });
  for (const unit of UNITS) {
    const result = await searchCatalogue(actor, EMPTY_QUERY, { ...DEFAULT_VIEW, unit });
    show(`catalogue by ${unit}`, result);
  }
  show("network", await listNetwork(actor));
  const exams = await db().exam.findMany({
    select: {
      id: true,
      subject: { select: { id: true, pseudonym: true } },
      series: { select: { id: true, volumes: { select: { id: true, hasThumbnail: true } } } },
    },
  });
  for (const { id, subject, series } of exams) {
    show("subject", await getSubject(actor, subject.pseudonym), subject.id);
    show("exam", await getExam(actor, id), subject.id);
    for (const { id: seriesId, volumes } of series) {
      show("series", await getSeries(actor, seriesId), subject.id);
      show("quality", await getSeriesQuality(actor, seriesId), subject.id);
      for (const volume of volumes) {
        show("manifest", await getVolumeManifest(actor, volume.id), subject.id);
        const { stream: _, ...frames } = await openVolumeFrames(actor, volume.id);
        show("frames' headers", frames, subject.id);
        if (volume.hasThumbnail) show("thumbnail", await getVolumeThumbnail(actor, volume.id), subject.id);
      }
    }
    if (series.some(({ volumes }) => volumes.length > 0))
      show("viewer", await openExamViewer(actor, id), subject.id);
  }
  return shown;
}

/** Lists for those who run the network: runs, held files, audit. */
export async function shownToOperators(dataManager: Actor, admin: Actor): Promise<Shown[]> {
  const show = (place: string, value: unknown): Shown => ({ place, content: serialise(value) });
  return [
    show("runs", await listRuns(dataManager, listRunsSchema.parse({}))),
    show("quarantine", await listQuarantine(dataManager, listQuarantineSchema.parse({}))),
    show("groups of held files", await listHeldGroups(dataManager)),
    show("days", await listDays(dataManager, { until: null })),
    show("network for its managers", await listNetwork(dataManager)),
    show("network news", await listNotices(dataManager)),
    show("audit", await listAudit(admin, listAuditSchema.parse({}))),
  ];
}

function serialise(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));
}
