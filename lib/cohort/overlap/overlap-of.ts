import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, siteFilter } from "@/lib/access/policy";
import { perturbCount } from "@/lib/catalogue/perturb-count";
import { readLabels } from "@/lib/catalogue/search-labels-store";
import type { FacetTerm } from "@/lib/catalogue/search-result";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Criteria } from "../criteria";
import { askedCodes, diagnosisGroups } from "./diagnosis-groups";
import { type AxisOf, matrixOf } from "./matrix-of";
import type { Overlap } from "./overlap";
import { DIMENSIONS, type Dimension, type OverlapRequest } from "./overlap-request";
import {
  countDiagnoses,
  countOverlap,
  findRootTerms,
  findScannerPlaces,
  type PreparedDimension,
  type Question,
} from "./overlap-store";
import { overlapValue, type ValueNames } from "./value-clauses";

/**
 * How the exams of a question stand in two dimensions at once, before anything is downloaded: empty and thin cells are
 * what cannot be told apart later. Exact for whoever may browse, perturbed for whoever may count, nothing for others.
 * @throws AppError `forbidden` for protocol versions where no true date may be read
 */
export async function overlapOf(actor: Actor, criteria: Criteria, request: OverlapRequest): Promise<Overlap> {
  const browse = examFilter(actor, "browse");
  const exact = browse.kind !== "none";
  const filter = exact ? browse : examFilter(actor, "count");
  if (filter.kind === "none") return { access: "nothing" };
  const datedSites = siteFilter(actor, "true-dates.read");
  const asked = [request.rows, request.columns, ...(request.split ? [request.split] : [])];
  if (asked.includes("protocolVersion") && datedSites.kind === "none") throw new AppError("forbidden");

  const question = { criteria, filter };
  const names = await namesOf(question, request, asked.includes("diagnosis"), exact);
  const prepared = (of: Dimension): PreparedDimension => ({ of, codes: names.groups, datedSites });
  const counted = await countOverlap(
    db(),
    question,
    {
      rows: prepared(request.rows),
      columns: prepared(request.columns),
      split: request.split && prepared(request.split),
    },
    request.unit,
    exact,
  );
  const axis = (dimension: Dimension): AxisOf => ({
    dimension,
    always: dimension === "diagnosis" ? names.groups : [],
    value: (key) => overlapValue(dimension, key, names),
  });
  await audit(db(), actor, {
    type: "cohort-overlap.viewed",
    detail: { rows: request.rows, columns: request.columns, split: request.split },
  });
  return {
    access: exact ? "rows" : "counts",
    request,
    dimensions: DIMENSIONS.filter((one) => one !== "protocolVersion" || datedSites.kind !== "none"),
    ...matrixOf(
      counted,
      {
        rows: axis(request.rows),
        columns: axis(request.columns),
        split: request.split && axis(request.split),
      },
      exact,
    ),
  };
}

async function namesOf(
  question: Question,
  request: OverlapRequest,
  withDiagnoses: boolean,
  exact: boolean,
): Promise<ValueNames> {
  const asked = askedCodes(question.criteria);
  const present = withDiagnoses ? await countDiagnoses(db(), question) : [];
  // What too few subjects have must not even shape the hierarchy.
  const told = present.filter((one) => exact || perturbCount(one.subjects, one.keySum) !== "below-11");
  const codes = told.map(({ code }) => code);
  const [labels, scanners, roots] = await Promise.all([
    readLabels([...codes, ...asked]),
    findScannerPlaces(db()),
    withDiagnoses ? findRootTerms(db()) : [],
  ]);
  const terms = codes.flatMap((code): FacetTerm[] => {
    const term = labels.terms.get(code);
    return term ? [{ code, ...term, count: 0 }] : [];
  });
  const groups = withDiagnoses ? diagnosisGroups(request.level, asked, terms) : [];
  return { groups, roots, scanners, terms: labels.terms, sites: labels.sites, protocols: labels.protocols };
}
