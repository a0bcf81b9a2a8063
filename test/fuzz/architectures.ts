import { createRandom, type SearchSpace } from "@proxybo/core";
import { asr } from "@proxybo/space-asr";
import { choices } from "@proxybo/space-choices";
import { nb101 } from "@proxybo/space-nb101";
import { nb201 } from "@proxybo/space-nb201";
import { mutatedText } from "./mutate.ts";
import { rightOf, type Target, target } from "./target.ts";

const layers = choices({
  decisions: {
    depth: { type: "integer", min: 1, max: 3 },
    width: { type: "ordinal", values: [16, 32, 64], when: { depth: { min: 2 } } },
    norm: { type: "categorical", values: ["none", "batch norm"] },
    bias: { type: "categorical", values: [true, false], when: { norm: "none" } },
  },
});

function architectures<A>(name: string, space: SearchSpace<A>): Target {
  const random = createRandom(1, "fuzz");
  const seeds = Array.from({ length: 50 }, () => space.format(space.sample(random)));
  const tokens = [
    ...new Set(seeds.flatMap((seed) => seed.match(/\w+|\W/g) ?? [])),
    "{",
    '"',
    "[",
    "-1",
    "1e9",
  ];
  return target<string>({
    name: `architectures of ${name}`,
    cases: 12_000,
    given: async () => mutatedText(seeds, tokens),
    takes: async (text) => {
      const architecture = rightOf(space.parse(text));
      if (architecture === undefined) return false;
      // What was read is of the space, whatever it was written like.
      const again = rightOf(space.parse(space.format(architecture)));
      if (again === undefined || space.key(again) !== space.key(architecture))
        throw new Error(`'${space.format(architecture)}' is not what was read`);
      return true;
    },
  });
}

export const architectureTargets: readonly Target[] = [
  architectures("nb101", nb101()),
  architectures("nb201", nb201()),
  architectures("asr", asr()),
  architectures("choices", layers),
];
