import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const PRISMA = {
  group: ["@prisma/*", "**/generated/*", "@/lib/platform/db/generated/*"],
  message: "Only lib/platform/db speaks to Prisma.",
  allowTypeImports: true,
};
const CLIENT = {
  group: ["@/lib/platform/db/client", "**/platform/db/client"],
  message:
    "The database is read and written by *-store.ts files (and opened by services through inTransaction).",
};
const NEXT = {
  group: ["next", "next/*", "next-auth", "next-auth/*"],
  message: "Next belongs to app/, components/, proxy.ts and lib/access.",
};
const CORNERSTONE = {
  group: ["@cornerstonejs/core", "@cornerstonejs/metadata", "@kitware/*"],
  message: "Only lib/viewer knows Cornerstone.",
};

/** Which borders a group of files must not cross; the floors between folders are in .dependency-cruiser.mjs. */
const borders = (...patterns) => ({
  "@typescript-eslint/no-restricted-imports": ["error", { patterns }],
});

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next*/",
      ".ariane*/",
      ".cache/",
      "lib/platform/db/generated/",
      "next-env.d.ts",
      "playwright-report/",
      "test-results/",
    ],
  },
  ...tseslint.configs.strict,
  {
    files: ["**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/unified-signatures": "off",
      "no-console": "error",
      eqeqeq: "error",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Settings are parsed once, in lib/platform/env." },
      ],
      "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
    },
  },
  { files: ["lib/**"], rules: borders(PRISMA, NEXT, CORNERSTONE) },
  { files: ["lib/access/**"], rules: borders(PRISMA, CORNERSTONE) },
  { files: ["lib/viewer/**"], rules: borders(PRISMA, NEXT, CLIENT) },
  { files: ["app/**", "components/**"], rules: borders(PRISMA, CORNERSTONE, CLIENT) },
  // An integration test looks into the database that it has made.
  { files: ["app/**/*.itest.ts", "app/**/testing/**"], rules: borders(PRISMA, CORNERSTONE) },
  { files: ["lib/platform/db/**"], rules: borders(NEXT, CORNERSTONE) },
  {
    files: ["lib/platform/env.ts", "scripts/*.mjs", "*.config.*"],
    rules: { "no-restricted-properties": "off" },
  },
  {
    files: ["scripts/*.mjs"],
    rules: { "no-console": "off" },
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
);
