import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LifelineView } from "@/components/lifeline/lifeline-view";
import { pageActor, pageData } from "@/lib/access/page";
import { getScannerLifeline, lifelineQuerySchema } from "@/lib/harmonise/lifeline/get-scanner-lifeline";
import { acknowledge } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifeline"))("title") };
}

export default async function ScannerPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const lifeline = await pageData(async () => {
    const { protocol, role } = await searchParams;
    const query = { scannerId: (await params).id, protocol: protocol ?? null, role: role ?? null };
    return getScannerLifeline(actor, lifelineQuerySchema.parse(query));
  });
  return <LifelineView lifeline={lifeline} acknowledge={acknowledge} />;
}
