import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { firstVolume } from "@/components/viewer/first-volume";
import { NothingToShow } from "@/components/viewer/nothing-to-show";
import { ViewerApp } from "@/components/viewer/viewer-loader";
import { pageActor, pageData } from "@/lib/access/page";
import { openExamViewer } from "@/lib/catalogue/open-exam-viewer";

const paramsSchema = z.object({ examId: z.guid() });
const searchSchema = z.object({
  series: z.guid().optional().catch(undefined),
  volume: z.guid().optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("viewer");
  return { title: t("title") };
}

/** /view/{examId}?series=…&volume=… */
export default async function ViewPage(props: { params: Promise<unknown>; searchParams: Promise<unknown> }) {
  const actor = await pageActor();
  const params = await props.params;
  const { series, volume } = searchSchema.parse(await props.searchParams);
  const exam = await pageData(async () => openExamViewer(actor, paramsSchema.parse(params).examId));
  const first = firstVolume(exam.volumes, { seriesId: series, volumeId: volume });
  return first ? <ViewerApp exam={exam} first={first} /> : <NothingToShow exam={exam} reason="exam" />;
}
