import { z } from "zod";
import { type Criteria, EVERYTHING } from "../criteria";
import { CRITERIA_PARAMETER, decodeCriteria, encodeCriteria } from "../url";
import { type OverlapRequest, overlapRequestSchema, THIN_BOUNDS } from "./overlap-request";

// An overlap matrix in the address of a page. Browser-safe.

export interface OverlapAddress {
  criteria: Criteria;
  request: OverlapRequest;
  /** Cells of fewer than this are called thin. */
  thinBelow: number;
}

const DEFAULTS = overlapRequestSchema.parse({});
export const DEFAULT_THIN = 11;

const thin = z.coerce.number().refine((value) => THIN_BOUNDS.some((bound) => bound === value));

/**
 * What the parameters of an address ask for; null for a question that cannot be read. A dimension that is no dimension,
 * or twice the same, gives the usual ones.
 */
export function readOverlapAddress(params: Readonly<Record<string, unknown>>): OverlapAddress | null {
  const text = params[CRITERIA_PARAMETER];
  const criteria = text === undefined ? EVERYTHING : typeof text === "string" ? decodeCriteria(text) : null;
  if (criteria === null) return null;
  const { rows, columns, split, unit, level } = params;
  const given = Object.fromEntries(
    Object.entries({ rows, columns, split, unit, level }).filter(([, value]) => value !== undefined),
  );
  const request = overlapRequestSchema.safeParse(given);
  const bound = thin.safeParse(params.thin);
  return {
    criteria,
    request: request.success ? request.data : DEFAULTS,
    thinBelow: bound.success ? bound.data : DEFAULT_THIN,
  };
}

/** The parameters of an address, what is usual left out. */
export function overlapParameters({ criteria, request, thinBelow }: OverlapAddress): URLSearchParams {
  const params = new URLSearchParams({ [CRITERIA_PARAMETER]: encodeCriteria(criteria) });
  params.set("rows", request.rows);
  params.set("columns", request.columns);
  if (request.split !== null) params.set("split", request.split);
  if (request.unit !== DEFAULTS.unit) params.set("unit", request.unit);
  if (request.level !== DEFAULTS.level) params.set("level", request.level);
  if (thinBelow !== DEFAULT_THIN) params.set("thin", String(thinBelow));
  return params;
}
