import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  type SearchParams,
} from "nuqs/server";
import {
  catalogueQuerySchema,
  catalogueViewSchema,
  EMPTY_QUERY,
  DEFAULT_VIEW,
  SORTS,
  UNITS,
  type CatalogueQuery,
  type CatalogueView,
} from "./search-query";

const strings = parseAsArrayOf(parseAsString).withDefault([]);
const flag = parseAsBoolean.withDefault(false);

/** The address of a search: short names, nothing where a criterion is at rest. */
const parsers = {
  q: parseAsString.withDefault(""),
  diagnosis: strings,
  control: flag,
  role: strings,
  map: strings,
  protocol: strings,
  site: strings,
  scanner: strings,
  field: parseAsArrayOf(parseAsFloat).withDefault([]),
  ageMin: parseAsInteger,
  ageMax: parseAsInteger,
  sex: strings,
  visits: parseAsInteger.withDefault(EMPTY_QUERY.visits),
  voxel: parseAsFloat,
  pixels: flag,
  verdict: strings,
  whole: strings,
  qc: strings,
  rating: strings,
  by: parseAsStringLiteral(UNITS).withDefault(DEFAULT_VIEW.unit),
  sort: parseAsStringLiteral(SORTS).withDefault(DEFAULT_VIEW.sort),
  desc: flag,
  page: parseAsInteger.withDefault(DEFAULT_VIEW.page),
};

const load = createLoader(parsers);
const serialise = createSerializer(parsers);

export interface CatalogueState {
  query: CatalogueQuery;
  view: CatalogueView;
}

/**
 * The question in an address. A value that makes no sense is left out, never an error: addresses are shared, edited
 * and kept for years.
 */
export function readCatalogueState(params: SearchParams | URLSearchParams): CatalogueState {
  const { q, by, sort, desc, page, voxel, ...rest } = load(params);
  return {
    query: salvage(catalogueQuerySchema, EMPTY_QUERY, { ...rest, text: q, voxelMaxMm: voxel }),
    view: salvage(catalogueViewSchema, DEFAULT_VIEW, { unit: by, sort, descending: desc, page }),
  };
}

/** The address of a question: "/catalogue?…", the same for the same question. */
export function catalogueHref({ query, view }: CatalogueState): string {
  const { text, voxelMaxMm, ...rest } = query;
  return serialise("/catalogue", {
    ...rest,
    q: text,
    voxel: voxelMaxMm,
    by: view.unit,
    sort: view.sort,
    desc: view.descending,
    page: view.page,
  });
}

interface Shape<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[] }[] } };
}

function salvage<T extends object>(schema: Shape<T>, rest: T, values: object): T {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  const kept = Object.entries(values).filter(([key]) => !wrong.has(key));
  const again = schema.safeParse({ ...rest, ...Object.fromEntries(kept) });
  return again.success ? again.data : rest;
}
