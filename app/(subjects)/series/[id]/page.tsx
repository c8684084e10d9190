import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { QualitySection } from "@/components/quality/quality-section";
import { SeriesView } from "@/components/records/series-view";
import { pageActor, pageData } from "@/lib/access/page";
import { getSeries } from "@/lib/catalogue/get-series";
import { getSeriesQuality } from "@/lib/harmonise/get-series-quality";
import { getSeriesCompliance } from "@/lib/harmonise/compliance/get-series-compliance";
import { rate, undoRating } from "./actions";

const paramsSchema = z.object({ id: z.guid() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.pageTitle"))("series") };
}

export default async function SeriesPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const [record, verdicts, quality] = await pageData(async () => {
    const { id } = paramsSchema.parse(await params);
    return Promise.all([getSeries(actor, id), getSeriesCompliance(actor, id), getSeriesQuality(actor, id)]);
  });
  return (
    <SeriesView
      record={record}
      verdicts={verdicts}
      quality={<QualitySection quality={quality} actions={{ rate, undo: undoRating }} />}
    />
  );
}
