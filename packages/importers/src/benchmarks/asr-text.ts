import type { PickleValue } from "../pickle/values.ts";

const operations = ["linear", "conv5", "conv5d2", "conv7", "conv7d2", "zero"];

/**
 * The text form of the space `asr` for a vector of the benchmark, `undefined` where it is none.
 *
 * @example
 * asrText([[1, 1], [4, 0, 1], [5, 1, 1, 0]]) // => "conv5:1|conv7d2:01|zero:110"
 */
export function asrText(vector: PickleValue | undefined): string | undefined {
  if (!Array.isArray(vector) || vector.length !== 3) return undefined;
  const nodes = (vector as readonly PickleValue[]).map((node, i) => {
    if (!Array.isArray(node) || node.length !== i + 2) return undefined;
    const [code, ...skips] = node as readonly PickleValue[];
    const name = typeof code === "number" ? operations[code] : operations.find((one) => one === code);
    if (name === undefined || !skips.every((skip) => skip === 0 || skip === 1)) return undefined;
    return `${name}:${skips.join("")}`;
  });
  return nodes.includes(undefined) ? undefined : nodes.join("|");
}
