import flopsPlugin from "@proxybo/proxy-flops";
import jacobCovPlugin from "@proxybo/proxy-jacob-cov";
import paramsPlugin from "@proxybo/proxy-params";
import snipPlugin from "@proxybo/proxy-snip";
import synflowPlugin from "@proxybo/proxy-synflow";

export { flops } from "@proxybo/proxy-flops";
export { jacobCov } from "@proxybo/proxy-jacob-cov";
export { params } from "@proxybo/proxy-params";
export { snip } from "@proxybo/proxy-snip";
export { synflow } from "@proxybo/proxy-synflow";

/** Every proxy of proxybo: `plugins: [proxies]`. */
const proxies: readonly [
  typeof snipPlugin,
  typeof synflowPlugin,
  typeof jacobCovPlugin,
  typeof paramsPlugin,
  typeof flopsPlugin,
] = [snipPlugin, synflowPlugin, jacobCovPlugin, paramsPlugin, flopsPlugin];

export default proxies;
