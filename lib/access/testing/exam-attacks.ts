import { deleteMeasurement } from "@/lib/catalogue/delete-measurement";
import { getExam } from "@/lib/catalogue/get-exam";
import { getSeries } from "@/lib/catalogue/get-series";
import { getSubject } from "@/lib/catalogue/get-subject";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { getVolumeThumbnail } from "@/lib/catalogue/get-volume-thumbnail";
import { listMeasurements } from "@/lib/catalogue/list-measurements";
import { openExamComparison } from "@/lib/catalogue/open-exam-comparison";
import { openExamViewer } from "@/lib/catalogue/open-exam-viewer";
import { openVolumeFrames } from "@/lib/catalogue/open-volume-frames";
import { saveMeasurement } from "@/lib/catalogue/save-measurement";
import { getSeriesQuality } from "@/lib/harmonise/get-series-quality";
import { rateSeries } from "@/lib/harmonise/rate-series";
import { undoSeriesRating } from "@/lib/harmonise/undo-series-rating";
import { type Actor, type GrantLevel } from "../actor";
import { COMPLIANCE_OF_AN_EXAM } from "./judging-attacks";
import { holding, type SiteFixture } from "./two-sites-store";

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

export const POINTS = [
  [0, 0, 0],
  [3, 4, 0],
] as [[number, number, number], [number, number, number]];

const rate = (actor: Actor, { seriesId }: SiteFixture) =>
  rateSeries(actor, { seriesId, rating: "usable", comments: ["motion"] });

export const measure = (actor: Actor, site: SiteFixture) =>
  saveMeasurement(actor, site.examId, { kind: "length", volumeId: site.volumeId, pointsMm: POINTS });

/** Verbs about one exam, and the level that each needs there. Out of reach, each answers as for nothing at all. */
export const ABOUT_AN_EXAM: Record<string, { level: GrantLevel; call: Call }> = {
  ...COMPLIANCE_OF_AN_EXAM,
  "lib/catalogue/get-subject.ts": {
    level: "browse",
    call: (actor, site) => getSubject(actor, site.pseudonym),
  },
  "lib/catalogue/get-exam.ts": { level: "browse", call: (actor, site) => getExam(actor, site.examId) },
  "lib/catalogue/get-series.ts": { level: "browse", call: (actor, site) => getSeries(actor, site.seriesId) },
  "lib/catalogue/get-volume-thumbnail.ts": {
    level: "browse",
    call: (actor, site) => getVolumeThumbnail(actor, site.volumeId),
  },
  "lib/catalogue/get-volume-manifest.ts": {
    level: "view",
    call: (actor, site) => getVolumeManifest(actor, site.volumeId),
  },
  "lib/catalogue/open-volume-frames.ts": {
    level: "view",
    call: (actor, site) => openVolumeFrames(actor, site.volumeId),
  },
  "lib/catalogue/open-exam-viewer.ts": {
    level: "view",
    call: (actor, site) => openExamViewer(actor, site.examId),
  },
  "lib/catalogue/open-exam-comparison.ts": {
    level: "view",
    call: (actor, site) => openExamComparison(actor, site.examId, site.laterExamId),
  },
  "lib/catalogue/list-measurements.ts": {
    level: "view",
    call: (actor, site) => listMeasurements(actor, site.examId),
  },
  "lib/catalogue/save-measurement.ts": { level: "view", call: measure },
  "lib/catalogue/delete-measurement.ts": {
    level: "view",
    call: async (actor, site) => {
      const own = await measure(holding({ ...actor, grants: [] }, "view", "network"), site);
      return deleteMeasurement(actor, own.id);
    },
  },
  "lib/harmonise/get-series-quality.ts": {
    level: "browse",
    call: (actor, site) => getSeriesQuality(actor, site.seriesId),
  },
  "lib/harmonise/rate-series.ts": { level: "view", call: rate },
  "lib/harmonise/undo-series-rating.ts": {
    level: "view",
    call: async (actor, site) => {
      await rate(holding({ ...actor, grants: [] }, "view", "network"), site);
      return undoSeriesRating(actor, site.seriesId);
    },
  },
};
