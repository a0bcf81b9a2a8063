/**
 * What the paper reports (Shen et al., AAAI-23), by task and method: for comparison only, its protocol searched on
 * 200-epoch validation means.
 */
const tasks = ["nb201-cifar10", "nb201-cifar100", "nb201-imagenet16-120", "nb101", "asr"] as const;

type Row = readonly [method: string, title: string, ...values: readonly string[]];

/** Table 2: mean ± std test error in percent after 200 evaluations. */
const table2: readonly Row[] = [
  ["random", "RS", "9.11 ± 0.21", "27.97 ± 0.66", "54.01 ± 0.55", "6.29 ± 0.12", "21.61 ± 0.10"],
  ["reinforce", "RL", "9.02 ± 0.24", "27.66 ± 0.65", "53.58 ± 0.45", "6.26 ± 0.14", "21.62 ± 0.09"],
  ["evolution", "REA", "8.62 ± 0.21", "26.67 ± 0.35", "53.08 ± 0.36", "6.14 ± 0.24", "21.50 ± 0.07"],
  ["bo", "BO", "8.80 ± 0.22", "27.03 ± 0.45", "53.12 ± 0.37", "6.09 ± 0.23", "21.47 ± 0.06"],
  ["brp", "BRP", "8.58 ± 0.13", "26.57 ± 0.12", "52.96 ± 0.29", "6.00 ± 0.16", "21.50 ± 0.08"],
  ["darts", "DARTS", "45.70 ± 0.00", "85.38 ± 0.00", "83.68 ± 0.00", "7.79 ± 0.61", "23.59 ± 0.43"],
  ["enas", "ENAS", "46.11 ± 0.58", "86.04 ± 2.33", "85.19 ± 2.10", "8.17 ± 0.42", "24.45 ± 0.90"],
  ["snip", "snip", "13.45 ± 1.80", "36.41 ± 3.36", "71.94 ± 9.09", "10.68 ± 2.16", "31.61 ± 18.17"],
  ["jacob_cov", "jacob_cov", "12.19 ± 1.60", "32.99 ± 2.84", "60.43 ± 4.46", "13.86 ± 1.86", "69.95 ± 24.67"],
  ["synflow", "synflow", "10.30 ± 0.94", "29.55 ± 1.77", "56.94 ± 3.57", "8.32 ± 1.64", "25.70 ± 12.91"],
  ["warmup-brp", "Warm-up BRP", "8.58 ± 0.21", "26.65 ± 0.31", "53.02 ± 0.35", "5.99 ± 0.15", "21.51 ± 0.10"],
  ["proxybo", "ProxyBO", "8.56 ± 0.10", "26.52 ± 0.17", "52.82 ± 0.19", "5.91 ± 0.13", "21.43 ± 0.03"],
  ["optimum", "optimum", "8.55", "26.49", "52.69", "5.68", "21.40"],
];

/** Table 3: evaluations to reach REA's mean at 200. */
const table3: readonly Row[] = [
  ["brp", "BRP", "170", "142", "144", "94", "179"],
  ["warmup-brp", "Warm-up BRP", "178", "184", "168", "105", "213"],
  ["proxybo", "ProxyBO", "75", "37", "46", "41", "51"],
];

/** Table 1: Spearman's ρ over all architectures (among the best 10 %). */
const table1: readonly Row[] = [
  ["snip", "snip", "0.60 (−0.36)", "0.64 (−0.09)", "0.58 (0.13)", "−0.16 (−0.00)", "0.03 (0.13)"],
  ["synflow", "synflow", "0.72 (0.12)", "0.71 (0.42)", "0.70 (0.55)", "0.37 (0.14)", "0.41 (−0.01)"],
  ["jacob_cov", "jacob_cov", "0.74 (0.15)", "0.76 (0.06)", "0.75 (0.06)", "−0.38 (−0.08)", "−0.36 (0.06)"],
];

const tables = { table1, table2, table3 };

/** Whether the paper reports on a task. */
export function isInPaper(task: string): boolean {
  return (tasks as readonly string[]).includes(task);
}

/** The paper's value; `undefined` where it has none. */
export function paperValue(table: keyof typeof tables, task: string, method: string): string | undefined {
  const column = tasks.indexOf(task as (typeof tasks)[number]);
  const row = tables[table].find(([name]) => name === method);
  return column === -1 || row === undefined ? undefined : row[column + 2];
}

/** Rows of the paper's Table 2, in its order: name and title. */
export const paperMethods: readonly (readonly [name: string, title: string])[] = table2
  .slice(0, -1)
  .map(([name, title]) => [name, title] as const);
