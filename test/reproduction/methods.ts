import { boStrategy, evolutionStrategy, proxyBoStrategy, randomStrategy, type Strategy } from "@proxybo/core";

/** The search methods that are compared, as in the paper's Table 2, with their defaults. */
export const methods: Readonly<
  Record<string, { readonly title: string; readonly strategy: () => Strategy }>
> = {
  random: { title: "RS", strategy: () => randomStrategy() },
  evolution: { title: "REA", strategy: () => evolutionStrategy() },
  bo: { title: "BO", strategy: () => boStrategy() },
  proxybo: { title: "ProxyBO", strategy: () => proxyBoStrategy() },
};

export const proxyNames: readonly string[] = ["snip", "synflow", "jacob_cov"];
