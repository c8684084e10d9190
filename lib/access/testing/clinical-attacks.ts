import { importClinicalTable } from "@/lib/catalogue/clinical/import-clinical-table";
import { listClinicalImports } from "@/lib/catalogue/clinical/list-clinical-imports";
import { undoClinicalImport } from "@/lib/catalogue/clinical/undo-clinical-import";
import { db } from "@/lib/platform/db/client";
import type { Actor, GrantLevel, Role } from "../actor";
import type { SiteFixture } from "./two-sites-store";

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

async function writeImport(siteId: string): Promise<string> {
  const { id } = await db().clinicalImport.create({
    data: { siteId, fileSha256: new Uint8Array(32) },
  });
  return id;
}

/** Verbs about tables of diagnoses and scores: a data manager's, at her site. */
export const CLINICAL_OF_A_SITE: Record<string, { role: Role; level: GrantLevel; call: Call }> = {
  "lib/catalogue/clinical/import-clinical-table.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, { siteId }) =>
      importClinicalTable(actor, {
        siteId,
        text: "identifier,code,asserted_on\n12345,G35,2023",
        fileName: "",
        projectCode: null,
        dryRun: true,
      }),
  },
  "lib/catalogue/clinical/undo-clinical-import.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, { siteId }) => undoClinicalImport(actor, await writeImport(siteId)),
  },
};

/** Lists after writing an import of every site. */
export async function listImportsOfEach(actor: Actor): Promise<unknown> {
  for (const { id } of await db().site.findMany({ select: { id: true } })) await writeImport(id);
  return listClinicalImports(actor);
}
