import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, ROLES } from "@/lib/access/actor";
import { holding, type TwoSites, writePerson, writeTwoSites } from "@/lib/access/testing/two-sites-store";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { backUp } from "./backup/back-up";
import { exportLists } from "./backup/export-lists";
import { restoreBackup } from "./backup/restore-backup";
import { checkCatalogue } from "./check-catalogue";
import { checkFixity } from "./check-fixity";
import { countAlarms } from "./count-alarms";
import { readAlarms } from "./read-alarms";
import { rebuildSearch } from "./rebuild-search";
import { retryJob } from "./retry-job";
import { abandonedJob } from "./testing/jobs-store";
import { refusal } from "@/lib/access/testing/refusal";

let database: TestDatabase;
let sites: TwoSites;
let person: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  sites = await writeTwoSites();
  person = await writePerson("everything but a grant", [...ROLES]);
});
afterAll(() => database?.stop());

describe("operations", () => {
  const roles = (...given: Actor["roles"][number][]) => ({ ...person, roles: given });

  it("alarms are for administrators and data managers", async () => {
    const report = await readAlarms(roles("dataManager"));
    expect(JSON.stringify(report)).not.toContain("ARI-");
    expect(await refusal(readAlarms(roles("admin")))).toBe("answered");
    const researcher = holding(roles("neuroscientist", "clinician"), "export", "network");
    expect(await refusal(readAlarms(researcher))).toBe("forbidden");
    expect(await countAlarms(researcher)).toBe(0);
  });

  it("a job of another site's series is not tried again by a data manager of this one", async () => {
    const { seriesId } = sites.theirs;
    const job = await abandonedJob(seriesId);
    const neighbour = holding(roles("dataManager"), "export", { siteId: sites.ours.siteId });
    expect(await refusal(retryJob(neighbour, job))).toBe("forbidden");
    expect(await refusal(retryJob(holding(roles("clinician"), "export", "network"), job))).toBe("forbidden");
    expect((await readAlarms(neighbour)).deadLetters).toMatchObject([{ seriesId, mayRetry: false }]);
    const own = holding(roles("dataManager"), "browse", { siteId: sites.theirs.siteId });
    expect(await refusal(retryJob(own, "0 OR true"))).toBe("invalid-input");
    expect(await refusal(retryJob(own, job))).toBe("answered");
    expect(await refusal(retryJob(own, job))).toBe("not-found");
  });

  it("what runs over the whole catalogue is nobody's in the interface", async () => {
    const everything = holding(roles(...ROLES), "export", "network");
    const folder = join(database.dataDir, "elsewhere");
    const attacks = [
      checkCatalogue(everything, { mend: true, deep: false, stopped: true }),
      checkFixity(everything, { periodDays: 1, everySeconds: 60 }),
      rebuildSearch(everything),
      backUp(everything, folder, { withKeys: true }),
      exportLists(everything, folder),
      restoreBackup(everything, folder, { lists: null, deep: false, openDatabase: async () => undefined }),
    ];
    for (const attack of attacks) expect(await refusal(attack)).toBe("forbidden");
    expect(existsSync(folder)).toBe(false);
  });
});
