import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ExamView } from "@/components/records/exam-view";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { getExam } from "@/lib/catalogue/get-exam";
import { getExamCompliance } from "@/lib/harmonise/compliance/get-exam-compliance";
import { choose } from "./actions";

const paramsSchema = z.object({ id: z.guid() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.pageTitle"))("exam") };
}

export default async function ExamPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const [record, compliance] = await pageData(async () => {
    const { id } = paramsSchema.parse(await params);
    return Promise.all([getExam(actor, id), getExamCompliance(actor, id)]);
  });
  return (
    <ExamView
      record={record}
      compliance={compliance}
      choose={choose}
      mayDraftProtocol={can(actor, "protocols.manage")}
    />
  );
}
