import type { TestProject } from "vitest/node";
import { startTestPostgres } from "./test-postgres";

/** Vitest's global set-up of the `postgres` project: one throw-away cluster for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestPostgres();
  project.provide("postgresAdminUrl", cluster.adminUrl);
  return cluster.stop;
}
