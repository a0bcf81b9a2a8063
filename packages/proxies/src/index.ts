import jacobCovPlugin from "@proxybo/proxy-jacob-cov";
import snipPlugin from "@proxybo/proxy-snip";
import synflowPlugin from "@proxybo/proxy-synflow";

export { jacobCov } from "@proxybo/proxy-jacob-cov";
export { snip } from "@proxybo/proxy-snip";
export { synflow } from "@proxybo/proxy-synflow";

/** Every proxy of proxybo: `plugins: [proxies]`. */
const proxies: readonly [typeof snipPlugin, typeof synflowPlugin, typeof jacobCovPlugin] = [
  snipPlugin,
  synflowPlugin,
  jacobCovPlugin,
];

export default proxies;
