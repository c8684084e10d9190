import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { dryRun, save } from "@/app/(network)/network/protocols/actions";
import { scannerChoicesOf } from "@/app/(network)/network/protocols/scanner-names";
import { ProtocolEditor } from "@/components/protocols/editor/protocol-editor";
import { Page } from "@/components/shell/page";
import { pageActor, pageData } from "@/lib/access/page";
import { getProtocol } from "@/lib/harmonise/protocol/get-protocol";
import { listNetwork } from "@/lib/network/list-network";
import { now } from "@/lib/platform/clock";

const paramsSchema = z.object({ code: z.string().max(40) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("protocols"))("edit") };
}

export default async function EditProtocolPage({ params }: { params: Promise<{ code: string }> }) {
  const actor = await pageActor();
  const t = await getTranslations("protocols");
  const protocol = await pageData(async () => getProtocol(actor, paramsSchema.parse(await params).code));
  if (!protocol.mayManage) notFound();
  const sites = await pageData(() => listNetwork(actor));
  const { code, name, versions } = protocol;
  const last = versions.find(({ superseded, content }) => !superseded && content !== null);
  const latest = versions[0]?.version ?? 0;
  const today = now().toISOString().slice(0, 10);
  return (
    <Page title={t("editTitle", { name })} context={t("editContext", { version: latest + 1 })}>
      <ProtocolEditor
        storeName={`${code}.${latest}`}
        initial={
          last?.content
            ? { code, name, validFrom: today, validUntil: null, reason: "", content: last.content }
            : null
        }
        editing={{ code, latest }}
        existing={[]}
        today={today}
        scanners={scannerChoicesOf(sites)}
        drafted={null}
        actions={{ save, dryRun }}
      />
    </Page>
  );
}
