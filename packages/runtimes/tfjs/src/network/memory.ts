import { ProxyboError } from "@proxybo/core";
import { type Plan, sizeOf } from "@proxybo/core/runtime";

/** About how many bytes a pass over `n` examples holds at its peak. A recorded pass keeps all values for the way back. */
export function bytesOfPass(plan: Plan, live: readonly boolean[], n: number, record: boolean): number {
  const last = plan.nodes.map(({ index }) => index);
  for (const node of plan.nodes)
    if (live[node.index]) for (const from of node.inputs) last[from] = node.index;
  let [held, peak, widest] = [0, 0, 0];
  for (const { index, operation, zero } of plan.nodes) {
    if (!live[index]) continue;
    const size = sizeOf(plan.shapes[index]!);
    widest = Math.max(widest, size);
    if (operation.type !== "identity" || zero) held += size;
    peak = Math.max(peak, held);
    if (!record)
      for (let from = 0; from <= index; from++)
        if (live[from] && last[from] === index) held -= sizeOf(plan.shapes[from]!);
  }
  // Besides values: a framed copy of one, and on the way back some gradients at a time.
  return 4 * n * (peak + (record ? 6 : 2) * widest);
}

/** @throws {ProxyboError} `USAGE` where the pass needs more than `limit` bytes, saying how many examples fit. */
export function checkMemory(
  plan: Plan,
  live: readonly boolean[],
  n: number,
  record: boolean,
  limit: number | undefined,
): void {
  if (limit === undefined) return;
  const needed = bytesOfPass(plan, live, n, record);
  if (needed <= limit) return;
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const most = Math.floor((n * limit) / needed);
  throw new ProxyboError(
    "USAGE",
    `a pass over ${n} examples needs about ${gigabytes(needed)}; this backend has ${gigabytes(limit)}`,
    { hint: `use batches of at most ${most} examples, or a native backend` },
  );
}
