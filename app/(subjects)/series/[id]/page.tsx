import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { QualitySection } from "@/components/quality/quality-section";
import { SeriesView } from "@/components/records/series-view";
import type { Actor } from "@/lib/access/actor";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { getSeries } from "@/lib/catalogue/get-series";
import { getSeriesCompliance } from "@/lib/harmonise/compliance/get-series-compliance";
import { getSeriesQuality } from "@/lib/harmonise/get-series-quality";
import { readRoleCorrections, type RoleCorrectionsView } from "@/lib/harmonise/read-role-corrections";
import { AppError } from "@/lib/platform/errors";
import { correct, rate, takeBack, undoRating } from "./actions";

const paramsSchema = z.object({ id: z.guid() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.pageTitle"))("series") };
}

export default async function SeriesPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const [record, verdicts, quality, corrections] = await pageData(async () => {
    const { id } = paramsSchema.parse(await params);
    return Promise.all([
      getSeries(actor, id),
      getSeriesCompliance(actor, id),
      getSeriesQuality(actor, id),
      correctionsOf(actor, id),
    ]);
  });
  return (
    <SeriesView
      record={record}
      verdicts={verdicts}
      quality={<QualitySection quality={quality} actions={{ rate, undo: undoRating }} />}
      roles={corrections && { view: corrections, actions: { correct, takeBack } }}
    />
  );
}

/** Null for whoever manages no data, or not those of this scanner's sites. */
async function correctionsOf(actor: Actor, seriesId: string): Promise<RoleCorrectionsView | null> {
  if (!can(actor, "ingest.manage")) return null;
  try {
    return await readRoleCorrections(actor, seriesId);
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") return null;
    throw error;
  }
}
