import { remapUid } from "@/lib/deid/identity";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import { db } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import type { StoredSeries } from "./real-data-stored";

/** What the catalogue made of original series, by their original SeriesInstanceUID; absent where it has none. */
export async function findStoredSeries(uids: string[]): Promise<Record<string, StoredSeries>> {
  const { uidKey } = secrets();
  const found: Record<string, StoredSeries> = {};
  for (const uid of uids) {
    const series = await db().series.findUnique({
      where: { seriesInstanceUid: remapUid(uidKey, uid) },
      select: {
        id: true,
        examId: true,
        state: true,
        volumes: {
          orderBy: { ordinal: "asc" },
          select: {
            id: true,
            kind: true,
            nx: true,
            ny: true,
            nz: true,
            nt: true,
            echoTimeMs: true,
            component: true,
            map: true,
            manifest: true,
          },
        },
      },
    });
    if (!series) continue;
    found[uid] = {
      ...series,
      volumes: series.volumes.map(({ nx, ny, nz, nt, manifest, ...volume }) => ({
        ...volume,
        dimensions: [nx, ny, nz, nt],
        window: volumeManifestSchema.parse(manifest).window,
      })),
    };
  }
  return found;
}
