import type { ProxyQuality } from "./schema.ts";

/** What the field calls the strategies, as in the paper's Table 2. */
const titles: Readonly<Record<string, string>> = {
  random: "RS",
  reinforce: "RL",
  evolution: "REA",
  bo: "BO",
  brp: "BRP",
  "warmup-brp": "Warm-up BRP",
  "warmup-evolution": "Warm-up REA",
  "local-search": "Local search",
  "zero-cost": "Zero-cost vote",
  proxybo: "ProxyBO",
  proxygp: "ProxyGP",
  robot: "RoBoT",
};

const qualityTitles: Readonly<Record<ProxyQuality, string>> = {
  recorded: "",
  inverted: "inverted proxies",
  shuffled: "shuffled proxies",
  "half-inverted": "half of the proxies inverted",
  none: "no proxies",
};

/** The title of a method, made of what sets it apart. */
export function titleOf(parts: {
  readonly strategy: string;
  readonly surrogate?: string | undefined;
  readonly proxies?: readonly string[] | undefined;
  readonly quality: ProxyQuality;
  readonly parallel?: number | undefined;
}): string {
  const { strategy, surrogate, proxies, quality, parallel = 1 } = parts;
  const base = titles[strategy] ?? strategy;
  const withSurrogate = surrogate === undefined ? base : `${base} ${surrogate.toUpperCase()}`;
  const inFlight = parallel > 1 ? `${parallel} in flight` : "";
  return [withSurrogate, proxies?.join(" + "), qualityTitles[quality], inFlight].filter(Boolean).join(", ");
}
