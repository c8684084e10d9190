import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
/** Property tests are seeded, but for the long form. */
const setupFiles = process.env.ARIANE_TEST_LONG ? [] : ["lib/platform/testing/seeded-properties.ts"];
const exclude = ["node_modules/**", ".next*/**", "e2e/**"];

/** One project per kind of test: `unit` is pure; the integration tests run twice, on the embedded database and on PostgreSQL. */
export default defineConfig({
  resolve: { alias },
  test: {
    // One worker less than there are cores is half of a machine with two.
    maxWorkers: availableParallelism(),
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude,
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "embedded",
          include: ["**/*.itest.ts"],
          exclude,
          setupFiles,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          env: { ARIANE_TEST_DATABASE: "embedded" },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "postgres",
          include: ["**/*.itest.ts"],
          exclude,
          setupFiles,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          globalSetup: ["lib/platform/db/testing-postgres.ts"],
          env: { ARIANE_TEST_DATABASE: "postgres" },
        },
      },
    ],
  },
});
