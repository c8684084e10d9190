import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AssignmentEditor } from "@/components/compliance/assignment-editor";
import { JudgingTasks } from "@/components/compliance/judging-tasks";
import { Page, Section } from "@/components/shell/page";
import { pageActor, pageData } from "@/lib/access/page";
import { listAssignment } from "@/lib/harmonise/assignment/list-assignment";
import { listJudgingTasks } from "@/lib/harmonise/list-judging-tasks";
import { saveRules } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compliance.assignment"))("title") };
}

export default async function AssignmentPage() {
  const actor = await pageActor();
  const t = await getTranslations("compliance.assignment");
  const [assignment, tasks] = await pageData(() =>
    Promise.all([listAssignment(actor), listJudgingTasks(actor)]),
  );
  return (
    <Page title={t("title")} context={`${t("context")} ${t("byHand", { count: assignment.chosenByHand })}`}>
      <AssignmentEditor
        key={assignment.rules.map(({ id }) => id).join()}
        assignment={assignment}
        save={saveRules}
      />
      <Section title={t("tasks")}>
        <JudgingTasks tasks={tasks} />
      </Section>
    </Page>
  );
}
