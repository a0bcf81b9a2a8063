import { isRight } from "fp-ts/lib/Either.js";
import type { Registry } from "../registry/registry.ts";

/**
 * Runtimes by what they take for the same work, the least first: docs/performance.md. A graphics card is taken where it
 * is named, e.g. `tfjs:node-gpu`.
 */
const bySpeed: readonly string[] = ["onnx", "tfjs"];

/** The runtimes that there are, the fastest first; those that were not measured come last. */
export function runtimesBySpeed(registry: Registry): readonly string[] {
  const names = registry.names("runtimes");
  return [
    ...bySpeed.filter((name) => names.includes(name)),
    ...names.filter((name) => !bySpeed.includes(name)),
  ];
}

/** What `auto` stands for here, and why what would be faster is not taken. */
export interface FastestRuntime {
  readonly name: string;
  readonly passed: readonly { readonly name: string; readonly why: string }[];
}

/**
 * The fastest runtime of which a backend can be used here; undefined where there is none. Tries them in turn, and no more
 * than it must.
 */
export async function fastestRuntime(registry: Registry): Promise<FastestRuntime | undefined> {
  const passed: { name: string; why: string }[] = [];
  const names = runtimesBySpeed(registry);
  for (const name of names) {
    const found = registry.find("runtimes", name);
    if (!isRight(found)) continue;
    // The last one says itself why it cannot be used, when it is made.
    const statuses = name === names.at(-1) ? [] : await found.right.entry.diagnose().catch(() => []);
    if (name === names.at(-1) || statuses.some(({ available }) => available)) return { name, passed };
    passed.push({ name, why: statuses[0]?.detail ?? "it cannot say whether it can be used" });
  }
  return undefined;
}
