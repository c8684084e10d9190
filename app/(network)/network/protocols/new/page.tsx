import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { dryRun, save } from "@/app/(network)/network/protocols/actions";
import { scannerChoicesOf } from "@/app/(network)/network/protocols/scanner-names";
import { ProtocolEditor } from "@/components/protocols/editor/protocol-editor";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { toAppError } from "@/lib/access/problem";
import type { Draft } from "@/lib/harmonise/protocol/draft-content";
import { draftProtocol, draftProtocolSchema } from "@/lib/harmonise/protocol/draft-protocol";
import { listProtocols } from "@/lib/harmonise/protocol/list-protocols";
import { listNetwork } from "@/lib/network/list-network";
import { now } from "@/lib/platform/clock";

/** What to draft from: an exam, exams like it, or the fleet at a field strength. */
const searchSchema = z.object({
  exam: z.guid().optional().catch(undefined),
  alike: z.guid().optional().catch(undefined),
  fleet: z.coerce.number().positive().optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("protocols"))("new") };
}

export default async function NewProtocolPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const t = await getTranslations("protocols");
  if (!can(actor, "protocols.manage")) notFound();
  const { exam, alike, fleet } = searchSchema.parse(await searchParams);
  const asked = exam
    ? { from: "exam", examId: exam }
    : alike
      ? { from: "alike", examId: alike }
      : fleet
        ? { from: "fleet", fieldStrengthTesla: fleet }
        : null;
  const draft =
    asked === null
      ? null
      : await pageData(() => draftOrNothing(() => draftProtocol(actor, draftProtocolSchema.parse(asked))));
  if (draft === "nothing") {
    return (
      <Page title={t("new")}>
        <EmptyState title={t("nothingToDraft")} body={t("nothingToDraftBody")} />
      </Page>
    );
  }
  const [{ protocols }, sites] = await pageData(() =>
    Promise.all([listProtocols(actor), listNetwork(actor)]),
  );
  const today = now().toISOString().slice(0, 10);
  return (
    <Page title={t("new")} context={t("newContext")}>
      <ProtocolEditor
        storeName={["new", exam, alike, fleet].filter(Boolean).join(".")}
        initial={
          draft && {
            code: "",
            name: "",
            validFrom: today,
            validUntil: null,
            reason: "",
            content: draft.content,
          }
        }
        editing={null}
        existing={protocols.map(({ code, name, latestVersion }) => ({ code, name, latest: latestVersion }))}
        today={today}
        scanners={scannerChoicesOf(sites)}
        drafted={draft && { examCount: draft.examCount, leftOut: draft.leftOut }}
        actions={{ save, dryRun }}
      />
    </Page>
  );
}

/** An exam without a series that could be judged is no fault of whoever asks. */
async function draftOrNothing(
  make: () => Promise<Draft & { examCount: number }>,
): Promise<(Draft & { examCount: number }) | "nothing"> {
  try {
    return await make();
  } catch (thrown) {
    if (toAppError(thrown).details?.["reason"] === "nothing-to-draft-from") return "nothing";
    throw thrown;
  }
}
