/**
 * How many of n observations, the first ones, hyper-parameters are learnt from: all of few, later the last of a row of
 * numbers that grow by a sixth. So a search learns them less and less often, and what it learns is still a function
 * of the observations alone.
 */
export function learntFrom(n: number, capacity: number): number {
  let learnt = 1;
  for (;;) {
    const next = learnt + Math.max(1, Math.floor(Math.min(learnt, capacity) / 6));
    if (next > n) return learnt;
    learnt = next;
  }
}

/**
 * Hyper-parameters are learnt from so many of the first observations at most: as they are sought on `searchCapacity` of
 * them, more would change little, and with new ones all candidates are computed anew, which is most of the cost.
 */
export const lastLearning = 200;

/** Likelihood evaluations that hyper-parameters are sought with. */
export const searchEvaluations = 16;

/** Most observations that hyper-parameters are learnt from: each evaluation is cubic in them. */
export const searchCapacity = 160;

/**
 * Which observations are conditioned on. Up to `capacity`: all. Beyond: of those that hyper-parameters are learnt from
 * five sixths of the capacity (the best, the latest, and the rest spread evenly over the ranks), then all later
 * ones. So the cost is bounded, and between two learnings the set only grows at its end.
 *
 * @param targets - lower is better.
 * @returns indices, ascending.
 */
export function conditionedOn(targets: Float64Array, capacity: number): Int32Array {
  const n = targets.length;
  if (n <= capacity) return Int32Array.from(targets.keys());
  const learnt = learntFrom(n, capacity);
  const kept = representatives(targets.subarray(0, learnt), capacity - Math.floor(capacity / 6));
  return Int32Array.from([...kept, ...Array.from({ length: n - learnt }, (_, i) => learnt + i)]);
}

/** `size` observations that stand for all: a third each the best, the latest, and evenly over the ranks of the others. */
export function representatives(targets: Float64Array, size: number): Int32Array {
  const n = targets.length;
  if (n <= size) return Int32Array.from(targets.keys());
  const share = Math.floor(size / 3);
  const chosen = new Set<number>();
  const ranked = Array.from(targets.keys()).toSorted((a, b) => targets[a]! - targets[b]! || a - b);
  for (const i of ranked.slice(0, share)) chosen.add(i);
  for (let i = n - 1; chosen.size < 2 * share; i--) chosen.add(i);
  const others = ranked.filter((i) => !chosen.has(i));
  const wanted = size - chosen.size;
  for (let k = 0; k < wanted; k++) chosen.add(others[Math.floor(((k + 0.5) * others.length) / wanted)]!);
  return Int32Array.from(chosen).toSorted();
}
