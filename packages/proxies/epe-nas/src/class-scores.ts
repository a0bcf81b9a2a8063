import { correlation } from "@proxybo/core";

/** Keeps the logarithm finite for examples that do not correlate. */
const jitter = 1e-5;
/** With more classes than this, classes are compared with each other. */
const manyClasses = 100;

/**
 * For each class s = Σ log(|c| + k) over the correlations c of the rows of its examples, k = 10⁻⁵; the score is Σ |s|. With
 * more than 100 classes, s is divided by the number of the class's examples, and the score is Σ |s − s′| over all pairs of
 * classes, by the number of classes; classes with one example do not take part then.
 *
 * Source: Lopes, Alirezazadeh, Alexandre, *EPE-NAS*, ICANN 2021, equations 4–6; as published in NAS-Bench-Suite-Zero.
 *
 * @param rows - one for each label, row-major.
 * @param classes - how many the task has.
 * @returns 0 or more; NaN where a row is constant.
 * @example
 * classScores(Float32Array.of(1, 2, 3, 6, 4, 2), Int32Array.of(0, 1), 2) // => 0.00002: no two examples of one class
 */
export function classScores(rows: Float32Array, labels: Int32Array, classes: number): number {
  const length = rows.length / labels.length;
  const many = classes > manyClasses;
  const scores: number[] = [];
  for (const [label, members] of Map.groupBy(labels.keys(), (example) => labels[example]!)) {
    const own = new Float32Array(members.length * length);
    for (const [place, example] of members.entries())
      own.set(rows.subarray(example * length, (example + 1) * length), place * length);
    const correlations = correlation(own, members.length);
    if (correlations === undefined) return Number.NaN;
    if (many && members.length === 1) continue;
    scores[label] = sum(correlations.map((row) => sum(row.map((c) => Math.log(Math.abs(c) + jitter)))));
    if (many) scores[label] /= members.length;
  }
  const all = scores.filter((score) => score !== undefined);
  if (!many) return sum(all.map(Math.abs));
  return sum(all.map((one) => sum(all.map((other) => Math.abs(one - other))))) / all.length;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
