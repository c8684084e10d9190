import type { Metadata } from "next";
import { z } from "zod";
import { SubjectView } from "@/components/records/subject-view";
import { pageActor, pageData } from "@/lib/access/page";
import { getSubject } from "@/lib/catalogue/get-subject";
import { keepDiagnosis, keepScore, openRecord, removeRow, restoreRow } from "./actions";

const paramsSchema = z.object({ pseudonym: z.string().regex(/^[A-Z0-9-]{4,20}$/) });
type Params = Promise<{ pseudonym: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const parsed = paramsSchema.safeParse(await params);
  return { title: parsed.success ? parsed.data.pseudonym : undefined };
}

export default async function SubjectPage({ params }: { params: Params }) {
  const actor = await pageActor();
  const record = await pageData(async () => getSubject(actor, paramsSchema.parse(await params).pseudonym));
  const actions = { openRecord, keepDiagnosis, keepScore, removeRow, restoreRow };
  return <SubjectView record={record} actions={actions} />;
}
