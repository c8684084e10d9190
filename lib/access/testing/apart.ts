const EDITING = "needs a true-dates grant too: attacked in lib/catalogue/clinical/clinical-editing.itest.ts";

/** Verbs with tests of their own below, or that disclose nothing. */
export const APART: Record<string, string> = {
  "lib/catalogue/search-catalogue.ts":
    "answers that nothing may be seen, so that the page can say what to do",
  "lib/catalogue/clinical/search-diagnosis-terms.ts": "a vocabulary: it tells nothing of anybody",
  "lib/catalogue/clinical/load-code-list.ts":
    "the operator's: refused to every person, in lib/catalogue/clinical",
  "lib/catalogue/clinical/open-clinical-record.ts": EDITING,
  "lib/catalogue/clinical/save-diagnosis.ts": EDITING,
  "lib/catalogue/clinical/save-score.ts": EDITING,
  "lib/catalogue/clinical/remove-clinical-row.ts": EDITING,
  "lib/catalogue/clinical/restore-clinical-row.ts": EDITING,
  "lib/catalogue/clinical/list-score-names.ts":
    "names of scores within one's browse right only, in lib/catalogue/clinical",
  "lib/cohort/read-vocabulary.ts": "names of the network, and of projects within one's browse right only",
  "lib/cohort/ask-cohort.ts":
    "answers that nothing may be seen, so that the page can say what to do; its attacks are in lib/cohort",
  "lib/cohort/overlap/overlap-of.ts":
    "answers that nothing may be seen, so that the page can say what to do; its attacks are in lib/cohort/overlap",
  "lib/cohort/compare/compare-cohorts.ts":
    "answers that nothing may be seen; its attacks, another's cohort among them, are in lib/cohort/compare",
  "lib/harmonise/discovery/discover-groups.ts":
    "counts only what may be browsed, and refuses whoever may browse nothing, in lib/harmonise/discovery",
  "lib/catalogue/record-volume-read.ts": "only writes to the audit, for services that have asked",
  "lib/harmonise/lifeline/get-scanner-lifeline.ts":
    "open to whoever has any grant; its counts and dates are not, in lib/harmonise/lifeline",
  "lib/harmonise/lifeline/list-scanner-status.ts":
    "open to whoever has any grant; its shares and dates are not, in lib/harmonise/lifeline",
  "lib/harmonise/protocol/list-protocols.ts":
    "protocols are open to whoever has any grant; counts are those of her rights, in lib/harmonise/protocol",
  "lib/harmonise/protocol/get-protocol.ts":
    "protocols are open to whoever has any grant; counts are those of her rights, in lib/harmonise/protocol",
  "lib/network/list-network.ts": "sites and scanners are open to whoever has any grant; the counts are not",
  "lib/ingest/complete-series.ts": "the job that makes volumes",
  "lib/harmonise/measure-series.ts":
    "the job that measures a series: refused below its right, in lib/harmonise",
  "lib/harmonise/compare-quality.ts":
    "the job that compares groups: refused below its right, in lib/harmonise",
  "lib/ingest/operations/check-catalogue.ts":
    "the operator's: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/rebuild-search.ts":
    "the operator's: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/check-fixity.ts":
    "the job that re-reads objects: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/backup/back-up.ts":
    "the operator's: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/backup/restore-backup.ts":
    "the operator's: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/backup/export-lists.ts":
    "the operator's: refused to every person, in lib/ingest/operations",
  "lib/ingest/operations/count-alarms.ts": "a count, and none for whoever may not see the alarms",
  "lib/ingest/operations/read-alarms.ts": "no row of anybody: open by role, in lib/ingest/operations",
  "lib/ingest/operations/retry-job.ts": "another site's job stays as it is, in lib/ingest/operations",
  "lib/ingest/identity/rewrite-merge.ts": "the job that rewrites a merged subject's objects",
  "lib/ingest/report-ingested-series.ts": "what a command prints after an ingest",
  "lib/ingest/admit-peer.ts": "the receiver's: below, for every site or not at all",
  "lib/ingest/receive-association.ts": "the receiver's: below, for every site or not at all",
  "lib/ingest/answer-commitments.ts": "the receiver's: below, for every site or not at all",
  "lib/cohort/request-access.ts": "opens nothing and is open to everybody; one's own, in lib/cohort",
  "lib/cohort/list-own-requests.ts": "one's own, in lib/cohort",
  "lib/cohort/kept/save-cohort.ts": "refused without any grant: below, among kept questions",
  "lib/cohort/kept/list-cohorts.ts": "one's own and what is shared: below, among kept questions",
  "lib/access/list-api-tokens.ts": "one's own",
  "lib/access/revoke-api-token.ts": "one's own",
  "lib/access/read-account.ts": "one's own",
  "lib/access/save-preferences.ts": "one's own",
  "lib/access/change-password.ts": "one's own",
  "lib/access/create-first-administrator-invitation.ts": "the system's",
};
