import type { Decision } from "./decisions.ts";

/** The text of `decisions.ts` of a space, with the decisions of its author. */
export function withDecisions(template: string, decisions: readonly Decision[]): string {
  const lines = decisions.map(
    ({ name, values }) =>
      `  { name: ${JSON.stringify(name)}, values: [${values.map((v) => JSON.stringify(v)).join(", ")}] },`,
  );
  return template.replace(/(export const decisions = \[\n)[\s\S]*?(\n\] as const)/, (_, head, tail) =>
    [head, lines.join("\n"), tail].join(""),
  );
}

/**
 * The text of `settings.ts`: decisions that say by their name and values what they are for set up the network; the others
 * are named, for the author to read them, or for a training program of one's own.
 */
export function settingsSource(decisions: readonly Decision[]): string {
  const taken = new Map<string, Decision>();
  for (const [setting, { words, fits }] of Object.entries(settings)) {
    const found = decisions.find(
      ({ name, values }) => words.test(name) && values.every((value) => fits(value)),
    );
    if (found !== undefined) taken.set(setting, found);
  }
  const unread = decisions
    .filter((decision) => ![...taken.values()].includes(decision))
    .map(({ name }) => name);
  const fields = Object.entries(settings).map(([setting, { fallback }]) => {
    const found = taken.get(setting);
    return `    ${setting}: ${found === undefined ? fallback : `architecture[${JSON.stringify(found.name)}]`},`;
  });
  return `import type { Architecture } from "./decisions.ts";

/** What the network is built from. */
export interface Settings {
  /** How many convolutions. */
  readonly depth: number;
  /** Channels of the first one. */
  readonly width: number;
  /** Side of the kernels, odd. */
  readonly kernel: number;
  /** Features of a hidden layer before the logits; 0 for none. */
  readonly hidden: number;
}

/**
 * What an architecture's decisions mean for its network.${
   unread.length === 0
     ? ""
     : `
 *
 * Not read yet: ${unread.join(", ")}. Two architectures that differ in these only have the same network here; a training
 * program of your own reads them from the text form.`
 }
 */
export function settingsOf(${taken.size === 0 ? "_: Architecture" : "architecture: Architecture"}): Settings {
  return {
${fields.join("\n")}
  };
}
`;
}

const whole = (from: number) => (value: unknown) => Number.isInteger(value) && (value as number) >= from;

const settings: Readonly<
  Record<
    string,
    { readonly words: RegExp; readonly fits: (value: unknown) => boolean; readonly fallback: number }
  >
> = {
  depth: { words: /^(depth|layers|blocks)$/i, fits: whole(1), fallback: 3 },
  width: { words: /^(width|channels|filters)$/i, fits: whole(1), fallback: 16 },
  kernel: {
    words: /^kernel([-_]?size)?$/i,
    fits: (value) => whole(1)(value) && (value as number) % 2 === 1,
    fallback: 3,
  },
  hidden: { words: /^(hidden|units|features)$/i, fits: whole(0), fallback: 0 },
};

/** The decisions as a list for a README. */
export function listDecisions(decisions: readonly Decision[]): string {
  return decisions.map(({ name, values }) => `- \`${name}\`: ${values.join(", ")}`).join("\n");
}
