/** The floors of the house: imports only point down (docs/architecture.md). */
const FLOORS = [
  ["platform", "dicom", "terminology"],
  ["access", "network", "deid", "imaging"],
  ["catalogue"],
  ["harmonise"],
  ["ingest", "cohort", "follow-up", "processing"],
  ["export", "governance"],
];

/** Sideways imports that are allowed, each with its reason. */
const SIDEWAYS = [
  // Every folder reports failures as AppError and logs at its border; platform is the ground of floor 1.
  { from: "^lib/(dicom|terminology)/", to: "^lib/platform/" },
  // Epochs and scanners disclose true dates, so their services ask the policy and write the audit.
  { from: "^lib/network/", to: "^lib/access/" },
];

const TESTS = "\\.(test|itest|spec)\\.tsx?$|/testing/|/testing[^/]*\\.ts$";

const floors = FLOORS.flatMap((folders, floor) =>
  folders.map((folder) => {
    const above = FLOORS.slice(floor + 1).flat();
    const beside = folders.filter(
      (other) =>
        other !== folder &&
        !SIDEWAYS.some(
          ({ from, to }) => new RegExp(from).test(`lib/${folder}/`) && new RegExp(to).test(`lib/${other}/`),
        ),
    );
    return {
      name: `floor-${floor + 1}-${folder}`,
      severity: "error",
      comment: "Imports only point down the floors.",
      from: { path: `^lib/${folder}/`, pathNot: TESTS },
      to: { path: `^(lib/(${[...above, ...beside, "viewer"].join("|")})/|app/|components/|scripts/)` },
    };
  }),
);

export default {
  forbidden: [
    ...floors,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "prisma-only-in-stores",
      severity: "error",
      comment: "Only *-store.ts files hold the database; services may open a transaction and pass it on.",
      from: {
        path: "^(lib|app|components)/",
        pathNot: `-store\\.tsx?$|^lib/platform/|${TESTS}`,
      },
      to: { path: "^lib/platform/db/generated/" },
    },
    {
      name: "components-are-for-the-browser",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^(lib/platform/(db|env|secrets|store|queue|log)|lib/.*-store\\.ts)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "viewer-is-for-the-browser",
      severity: "error",
      from: { path: "^lib/viewer/" },
      to: {
        path: "^lib/(platform/(db|env|secrets|store|queue|log)|access|catalogue/.*-store)",
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/platform/db/generated|\\.next" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
