import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { firstPair } from "@/components/viewer/first-volume";
import { NothingToShow } from "@/components/viewer/nothing-to-show";
import { CompareApp } from "@/components/viewer/viewer-loader";
import { pageActor, pageData } from "@/lib/access/page";
import { openExamComparison } from "@/lib/catalogue/open-exam-comparison";

const searchSchema = z.object({
  a: z.guid(),
  b: z.guid(),
  volumeA: z.guid().optional().catch(undefined),
  volumeB: z.guid().optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("viewer");
  return { title: t("compare.title") };
}

/** /compare?a={examId}&b={examId}&volumeA=…&volumeB=… */
export default async function ComparePage(props: { searchParams: Promise<unknown> }) {
  const actor = await pageActor();
  const search = await props.searchParams;
  const [asked, [a, b]] = await pageData(async () => {
    const parsed = searchSchema.parse(search);
    return [parsed, await openExamComparison(actor, parsed.a, parsed.b)] as const;
  });
  const first = firstPair(a.volumes, b.volumes, { a: asked.volumeA, b: asked.volumeB });
  return first ? <CompareApp exams={{ a, b }} first={first} /> : <NothingToShow exam={a} reason="pair" />;
}
