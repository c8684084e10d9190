import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, siteFilter } from "@/lib/access/policy";
import { perturbCount } from "@/lib/catalogue/perturb-count";
import { readLabels } from "@/lib/catalogue/search-labels-store";
import { db, type Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Criteria } from "../criteria";
import { answeringExams } from "../criteria-sql-store";
import { requireKnownCodes } from "../known-codes-store";
import { askedCodes, diagnosisGroups, facetTerms } from "./diagnosis-groups";
import { type AxisOf, matrixOf } from "./matrix-of";
import type { Overlap } from "./overlap";
import { DIMENSIONS, type Dimension, type OverlapRequest } from "./overlap-request";
import {
  countDiagnoses,
  countOverlap,
  findRootTerms,
  findScannerPlaces,
  type PreparedDimension,
} from "./overlap-store";
import { overlapValue, type ValueNames } from "./value-clauses";

/**
 * How the exams of a question stand in two dimensions at once, before anything is downloaded: empty and thin cells are
 * what cannot be told apart later. Exact for whoever may browse, perturbed for whoever may count, nothing for others.
 * @throws AppError `invalid-input` for a code that does not exist; `forbidden` for protocol versions where no true date may be read
 */
export async function overlapOf(actor: Actor, criteria: Criteria, request: OverlapRequest): Promise<Overlap> {
  const browse = examFilter(actor, "browse");
  const exact = browse.kind !== "none";
  const filter = exact ? browse : examFilter(actor, "count");
  if (filter.kind === "none") return { access: "nothing" };
  const datedSites = siteFilter(actor, "true-dates.read");
  const asked = [request.rows, request.columns, ...(request.split ? [request.split] : [])];
  if (asked.includes("protocolVersion") && datedSites.kind === "none") throw new AppError("forbidden");

  await requireKnownCodes(criteria);
  const exams = answeringExams(criteria, filter, "m");
  const told = asked.includes("diagnosis") ? await toldDiagnoses(exams, exact) : null;
  const names = await namesOf(askedCodes(criteria), request, told);
  const prepared = (of: Dimension): PreparedDimension => ({ of, codes: names.groups, datedSites });
  const counted = await countOverlap(
    db(),
    exams,
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

/** The diagnoses that are told: what too few subjects have must not even shape the hierarchy. */
async function toldDiagnoses(exams: Prisma.Sql, exact: boolean): Promise<string[]> {
  const present = await countDiagnoses(db(), exams);
  return present.filter(({ keySum }) => exact || perturbCount(keySum) !== "below-11").map(({ code }) => code);
}

/** @param told null where diagnoses are not asked for */
async function namesOf(
  asked: readonly string[],
  request: OverlapRequest,
  told: readonly string[] | null,
): Promise<ValueNames> {
  const [labels, scanners, roots] = await Promise.all([
    readLabels([...(told ?? []), ...asked]),
    findScannerPlaces(db()),
    told ? findRootTerms(db()) : [],
  ]);
  const groups = told ? diagnosisGroups(request.level, asked, facetTerms(told, labels.terms)) : [];
  const { terms, sites, protocols } = labels;
  return { groups, roots, scanners, terms, sites, protocols };
}
