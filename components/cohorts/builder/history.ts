/** What was, what is, what was undone. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

/** Steps that can be undone. */
const MAX_STEPS = 200;

export function begun<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** One step more; with `merge`, the last step goes on (a number typed digit by digit is one step). */
export function pushed<T>(history: History<T>, next: T, merge = false): History<T> {
  const past = merge && history.past.length > 0 ? history.past : [...history.past, history.present];
  return { past: past.slice(-MAX_STEPS), present: next, future: [] };
}

/** One step back; the same history where there is none. */
export function undone<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

/** One undone step forward again. */
export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
