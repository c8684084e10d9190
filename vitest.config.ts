import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const exclude = ["node_modules/**", ".next*/**", "e2e/**"];

/** One project per kind of test: `unit` is pure; the integration tests run twice, on the embedded database and on PostgreSQL. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["**/*.test.ts"], exclude, testTimeout: 120_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "embedded",
          include: ["**/*.itest.ts"],
          exclude,
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
