import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { scannerNamesOf } from "@/app/(network)/network/protocols/scanner-names";
import { PrintButton } from "@/components/protocols/print-button";
import { ProtocolView } from "@/components/protocols/protocol-view";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { getProtocol } from "@/lib/harmonise/protocol/get-protocol";
import { listNetwork } from "@/lib/network/list-network";

const paramsSchema = z.object({ code: z.string().max(40) });
const searchSchema = z.object({ version: z.coerce.number().int().positive().optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("protocols"))("protocol") };
}

export default async function ProtocolPage({
  params,
  searchParams,
}: {
  params: Promise<{ code: string }>;
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const t = await getTranslations("protocols");
  const { version } = searchSchema.parse(await searchParams);
  const protocol = await pageData(async () => getProtocol(actor, paramsSchema.parse(await params).code));
  const sites = await pageData(() => listNetwork(actor));
  const shown =
    protocol.versions.find((one) => one.version === version) ??
    protocol.versions.find(({ superseded }) => !superseded) ??
    protocol.versions[0];
  return (
    <Page
      title={protocol.name}
      context={<span className="font-mono">{protocol.code}</span>}
      actions={
        <span className="flex gap-2 print:hidden">
          <LinkButton variant="quiet" href="/network/protocols">
            {t("title")}
          </LinkButton>
          <PrintButton />
          {protocol.mayManage ? (
            <LinkButton variant="primary" href={`/network/protocols/${protocol.code}/edit`}>
              {t("edit")}
            </LinkButton>
          ) : null}
        </span>
      }
    >
      {shown ? (
        <ProtocolView protocol={protocol} shown={shown} scannerNames={scannerNamesOf(sites)} />
      ) : (
        <EmptyState title={t("noVersion")} body={t("noVersionBody")} />
      )}
    </Page>
  );
}
