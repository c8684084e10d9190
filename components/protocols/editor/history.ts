/** A value with what it was before and what it would be again. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last change was about: typing in one field is one change. */
  tag: string | null;
}

export type HistoryAction<T> =
  | { kind: "change"; next: T; tag: string | null }
  | { kind: "reset"; next: T }
  | { kind: "undo" }
  | { kind: "redo" };

const MOST_STEPS = 200;

/** A history that begins. */
export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], tag: null };
}

/** The reducer of undo and redo. */
export function historyReducer<T>(history: History<T>, action: HistoryAction<T>): History<T> {
  const { past, present, future, tag } = history;
  switch (action.kind) {
    case "change": {
      const isSame = action.tag !== null && action.tag === tag && past.length > 0;
      const before = isSame ? past : [...past, present].slice(-MOST_STEPS);
      return { past: before, present: action.next, future: [], tag: action.tag };
    }
    case "reset":
      return beginHistory(action.next);
    case "undo": {
      const previous = past.at(-1);
      if (previous === undefined) return history;
      return { past: past.slice(0, -1), present: previous, future: [present, ...future], tag: null };
    }
    case "redo": {
      const [next, ...rest] = future;
      if (next === undefined) return history;
      return { past: [...past, present], present: next, future: rest, tag: null };
    }
  }
}
