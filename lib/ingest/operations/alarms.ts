// When is the catalogue unwell? Every rule in one place, pure: facts in, states out.

export const ALARM_KINDS = [
  "process-dead",
  "disk",
  "spool-age",
  "job-age",
  "dead-letters",
  "series-failed",
  "fixity",
  "fixity-late",
  "scanner-silent",
  "quarantine-growing",
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];
export type AlarmState = "ok" | "warning" | "alarm";

export interface AlarmFacts {
  /** Received objects that wait, and how long the oldest has. */
  waiting: number;
  waitingSeconds: number;
  /** How long the oldest job that is due has waited. */
  jobSeconds: number;
  deadLetters: number;
  failedSeries: number;
  disk: { freeBytes: number; totalBytes: number };
  /** Objects that are not what they were. */
  fixityFailures: number;
  /** Days since the pass that is under way began, or 0. */
  fixityPassDays: number;
  fixityDays: number;
  silentScanners: number;
  /** Files held in the last seven days, and in the seven before. */
  heldThisWeek: number;
  heldLastWeek: number;
  processes: { kind: string; dead: boolean }[];
}

export interface Alarm {
  kind: AlarmKind;
  state: AlarmState;
  /** What its sentence needs: how many of it, and against what. */
  count: number;
  other: number;
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const GIB = 2 ** 30;

/** Kinds of process without which nothing works on; a receiver is there only where one was started. */
const NEEDED = ["worker"];

/** A week with fewer held files than this is not called growth. */
const LEAST_GROWTH = 20;

/** The state of every kind of alarm, in the order in which they are shown. */
export function judgeAlarms(facts: AlarmFacts): Alarm[] {
  return ALARM_KINDS.map((kind) => ({ kind, ...RULES[kind](facts) }));
}

/** How many are not in order. */
export function countStanding(alarms: readonly Alarm[]): number {
  return alarms.filter(({ state }) => state !== "ok").length;
}

type Rule = (facts: AlarmFacts) => Omit<Alarm, "kind">;

const RULES: Record<AlarmKind, Rule> = {
  "process-dead": ({ processes }) => {
    const living = new Set(processes.filter(({ dead }) => !dead).map(({ kind }) => kind));
    const dead = processes.filter((process) => process.dead && process.kind !== "command");
    const unreplaced = dead.filter(({ kind }) => !living.has(kind)).length;
    const lacking = NEEDED.filter((kind) => !living.has(kind)).length;
    const state = unreplaced + lacking > 0 ? "alarm" : dead.length > 0 ? "warning" : "ok";
    return { state, count: dead.length, other: lacking };
  },
  disk: ({ disk: { freeBytes, totalBytes } }) => {
    const share = totalBytes > 0 ? freeBytes / totalBytes : 1;
    const below = (bytes: number, part: number) => freeBytes < bytes || share < part;
    // The doors refuse below 2 GiB: the alarm comes before.
    const state = below(4 * GIB, 0.03) ? "alarm" : below(10 * GIB, 0.1) ? "warning" : "ok";
    return { state, count: freeBytes, other: totalBytes };
  },
  "spool-age": ({ waiting, waitingSeconds }) => ({
    state: graded(waitingSeconds, 10 * MINUTE_S, HOUR_S),
    count: waiting,
    other: waitingSeconds,
  }),
  "job-age": ({ jobSeconds }) => ({
    state: graded(jobSeconds, 15 * MINUTE_S, 2 * HOUR_S),
    count: jobSeconds,
    other: 0,
  }),
  "dead-letters": ({ deadLetters }) => ({
    state: deadLetters > 0 ? "alarm" : "ok",
    count: deadLetters,
    other: 0,
  }),
  "series-failed": ({ failedSeries }) => ({
    state: failedSeries > 0 ? "warning" : "ok",
    count: failedSeries,
    other: 0,
  }),
  fixity: ({ fixityFailures }) => ({
    state: fixityFailures > 0 ? "alarm" : "ok",
    count: fixityFailures,
    other: 0,
  }),
  "fixity-late": ({ fixityPassDays, fixityDays }) => ({
    state: fixityPassDays > fixityDays ? "warning" : "ok",
    count: Math.floor(fixityPassDays),
    other: fixityDays,
  }),
  "scanner-silent": ({ silentScanners }) => ({
    state: silentScanners > 0 ? "warning" : "ok",
    count: silentScanners,
    other: 0,
  }),
  "quarantine-growing": ({ heldThisWeek, heldLastWeek }) => {
    const more = heldThisWeek - heldLastWeek;
    const grows = heldThisWeek >= LEAST_GROWTH && heldThisWeek > 1.5 * heldLastWeek;
    const state = !grows ? "ok" : more >= 1000 ? "alarm" : "warning";
    return { state, count: heldThisWeek, other: heldLastWeek };
  },
};

function graded(value: number, warning: number, alarm: number): AlarmState {
  return value >= alarm ? "alarm" : value >= warning ? "warning" : "ok";
}
