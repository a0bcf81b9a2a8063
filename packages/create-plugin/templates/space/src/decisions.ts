/**
 * What is decided, each decision with its values. A number is a size: what lies between two others is between them for a
 * surrogate too. A text is one of several kinds.
 */
export const decisions = [
  { name: "depth", values: [2, 3, 4] },
  { name: "width", values: [8, 16, 32] },
  { name: "kernel", values: [3, 5] },
  { name: "head", values: ["linear", "hidden"] },
] as const satisfies readonly Decision[];

interface Decision {
  readonly name: string;
  readonly values: readonly [number, ...number[]] | readonly [string, ...string[]];
}

/** One value of every decision. */
export type Architecture = {
  readonly [D in (typeof decisions)[number] as D["name"]]: D["values"][number];
};
