import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { perturbCount } from "@/lib/catalogue/perturb-count";
import { readLabels } from "@/lib/catalogue/search-labels-store";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Criteria } from "../criteria";
import { requireCohortRight } from "../kept/cohort-right";
import { findCohort } from "../kept/kept-store";
import { requireKnownCodes } from "../known-codes-store";
import { askedCodes, diagnosisGroups, facetTerms } from "../overlap/diagnosis-groups";
import { countDiagnoses, findScannerPlaces } from "../overlap/overlap-store";
import { overlapValue } from "../overlap/value-clauses";
import { parseCriteria } from "../parse-criteria";
import { byCohort, countsOf, densityPlots, type NameOf, numberLines, regionsOf, shareLines } from "./balance";
import { type CohortSource, LEAST_COMPARED, MOST_COMPARED } from "./cohort-source";
import type { ComparedCohort, Comparison } from "./comparison";
import { findComparedVersion, findMembers, memberExams, type MemberSource } from "./members-store";

/** A score counts when it was taken so near to the first exam. */
const SCORE_WITHIN_DAYS = 183;

/**
 * Two to four cohorts side by side: their balance, standardised differences to the first one, densities, and who is in
 * which. A subject stands once in each cohort, by her first exam in it. Of a frozen cohort and of a question alike only
 * what the actor may reach is looked at; who may only count gets perturbed counts and no statistic.
 * @throws AppError `invalid-input` for a code that does not exist; `not-found` for a kept or frozen cohort that is not shared with her
 */
export async function compareCohorts(actor: Actor, sources: readonly CohortSource[]): Promise<Comparison> {
  if (sources.length < LEAST_COMPARED || sources.length > MOST_COMPARED) {
    throw new AppError("invalid-input", "two to four cohorts can be compared");
  }
  const browse = examFilter(actor, "browse");
  const exact = browse.kind !== "none";
  const filter = exact ? browse : examFilter(actor, "count");
  if (filter.kind === "none") return { access: "nothing" };

  const found = [];
  for (const source of sources) found.push(await resolve(actor, source));
  const asked = [...new Set(found.flatMap(({ cohort }) => askedCodes(cohort.criteria)))];
  const told = new Set(asked);
  if (asked.length === 0) {
    for (const { members } of found) {
      const present = await countDiagnoses(db(), memberExams(members, filter, "m"));
      for (const { code, keySum } of present) {
        if (exact || perturbCount(keySum) !== "below-11") told.add(code);
      }
    }
  }
  const [labels, scanners] = await Promise.all([readLabels([...told]), findScannerPlaces(db())]);
  const codes = diagnosisGroups("auto", asked, facetTerms([...told], labels.terms));
  const members = await findMembers(
    db(),
    found.map((one) => one.members),
    filter,
    codes,
    SCORE_WITHIN_DAYS,
  );
  const groups = byCohort(members, sources.length);
  const nameOf: NameOf = (variable, key) =>
    overlapValue(variable, key, { ...labels, scanners, groups: codes, roots: [] }).labels;
  await audit(db(), actor, { type: "cohort-comparison.viewed", detail: { cohorts: sources.length } });
  return {
    access: exact ? "rows" : "counts",
    cohorts: found.map(({ cohort }, at) => ({ ...cohort, counts: countsOf(groups[at] ?? [], exact) })),
    numbers: exact ? numberLines(groups) : [],
    shares: shareLines(groups, codes, nameOf, exact),
    densities: exact ? densityPlots(groups) : [],
    regions: regionsOf(members, sources.length, exact),
    scoreWithinDays: SCORE_WITHIN_DAYS,
  };
}

interface Resolved {
  cohort: Omit<ComparedCohort, "counts">;
  members: MemberSource;
}

async function resolve(actor: Actor, source: CohortSource): Promise<Resolved> {
  const unnamed = { name: null, citationCode: null, cohortId: null };
  switch (source.kind) {
    case "question":
      await requireKnownCodes(source.criteria);
      return { cohort: { ...unnamed, criteria: source.criteria }, members: { criteria: source.criteria } };
    case "cohort": {
      const { cohort } = requireCohortRight(actor, await findCohort(db(), source.id), "read");
      const { name, criteria, id } = cohort;
      return { cohort: { ...unnamed, name, cohortId: id, criteria }, members: { criteria } };
    }
    case "version": {
      const version = await findComparedVersion(db(), source.citationCode);
      const { cohort } = requireCohortRight(actor, version && version.cohort, "read");
      if (version === null) throw new AppError("not-found");
      const criteria: Criteria = parseCriteria(version.criteria);
      const { citationCode } = source;
      return {
        cohort: { name: cohort.name, citationCode, cohortId: version.cohortId, criteria },
        members: { versionId: version.id },
      };
    }
  }
}
