import { db } from "@/lib/platform/db/client";

/** Names of the values that facets and charts speak of. */
export interface Labels {
  sites: Map<string, string>;
  protocols: Map<string, string>;
  scanners: { id: string; site: string; model: string; manufacturer: string }[];
  terms: Map<string, { labelFr: string; labelEn: string; parents: string[]; asserted: boolean }>;
}

/**
 * Looks up the names of sites, protocols, scanners, and of some diagnoses with their direct parents. Nothing here
 * says whether anybody has them.
 */
export async function readLabels(codes: readonly string[]): Promise<Labels> {
  const client = db();
  const [sites, protocols, scanners, terms] = await Promise.all([
    client.site.findMany({ select: { code: true, name: true } }),
    client.protocol.findMany({ select: { code: true, name: true } }),
    client.scanner.findMany({
      select: { id: true, model: true, manufacturer: true, site: { select: { name: true } } },
      orderBy: [{ manufacturer: "asc" }, { model: "asc" }, { id: "asc" }],
    }),
    client.diagnosisTerm.findMany({
      where: { code: { in: [...codes] } },
      select: {
        code: true,
        labelFr: true,
        labelEn: true,
        ancestors: { where: { depth: 1 }, select: { ancestorCode: true } },
        diagnoses: { take: 1, select: { id: true } },
      },
    }),
  ]);
  return {
    sites: new Map(sites.map(({ code, name }) => [code, name])),
    protocols: new Map(protocols.map(({ code, name }) => [code, name])),
    scanners: scanners.map(({ site, ...scanner }) => ({ ...scanner, site: site.name })),
    terms: new Map(
      terms.map(({ code, labelFr, labelEn, ancestors, diagnoses }) => [
        code,
        {
          labelFr,
          labelEn,
          parents: ancestors.map((edge) => edge.ancestorCode),
          asserted: diagnoses.length > 0,
        },
      ]),
    ),
  };
}
