import { MADE_FEATURES, makeTable } from "@/lib/harmonise/combat/testing/made-table";
import {
  removeMeasuredNetwork,
  writeMeasuredNetwork,
} from "@/lib/harmonise/models/testing/measured-network-store";
import { db } from "@/lib/platform/db/client";

/** Features that the pages have a name for, of the sizes of the made ones. */
const NAMES = [
  "snrForeground",
  "cnrWhiteGrey",
  "entropyFocus",
  "foregroundBackgroundEnergy",
  "snrBackground",
];

/** A site of three scanners, one of them with too few subjects, whose exams are measured with known effects. */
export async function insertMeasured(): Promise<{ siteId: string; siteName: string }> {
  const table = makeTable({
    seed: 12,
    features: MADE_FEATURES.map((feature, index) => ({ ...feature, name: NAMES[index] ?? feature.name })),
    batches: [
      { batch: "A", subjects: 25, shift: [0, 0, 0, 0, 0], scale: [1, 1, 1, 1, 1] },
      { batch: "B", subjects: 30, shift: [3, -2, 2, 1, -1], scale: [1.4, 0.8, 1.2, 1.5, 1] },
      { batch: "C", subjects: 4, shift: [1, 1, 1, 1, 1], scale: [1, 1, 1, 1, 1] },
    ],
  });
  const { siteId } = await writeMeasuredNetwork(table);
  const { name } = await db().site.findUniqueOrThrow({ where: { id: siteId } });
  return { siteId, siteName: name };
}

/** Takes out what `insertMeasured` made, and the models of a name. */
export async function removeMeasured(given: { siteId: string; model: string }): Promise<void> {
  await db().harmonisationModel.deleteMany({ where: { name: given.model } });
  await removeMeasuredNetwork(given.siteId);
}
