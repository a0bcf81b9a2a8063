import epeNasPlugin from "@proxybo/proxy-epe-nas";
import fisherPlugin from "@proxybo/proxy-fisher";
import flopsPlugin from "@proxybo/proxy-flops";
import gradNormPlugin from "@proxybo/proxy-grad-norm";
import graspPlugin from "@proxybo/proxy-grasp";
import jacobCovPlugin from "@proxybo/proxy-jacob-cov";
import l2NormPlugin from "@proxybo/proxy-l2-norm";
import nwotPlugin from "@proxybo/proxy-naswot";
import paramsPlugin from "@proxybo/proxy-params";
import plainPlugin from "@proxybo/proxy-plain";
import snipPlugin from "@proxybo/proxy-snip";
import synflowPlugin from "@proxybo/proxy-synflow";
import zenPlugin from "@proxybo/proxy-zen";

export { epeNas } from "@proxybo/proxy-epe-nas";
export { fisher } from "@proxybo/proxy-fisher";
export { flops } from "@proxybo/proxy-flops";
export { gradNorm } from "@proxybo/proxy-grad-norm";
export { grasp } from "@proxybo/proxy-grasp";
export { jacobCov } from "@proxybo/proxy-jacob-cov";
export { l2Norm } from "@proxybo/proxy-l2-norm";
export { nwot } from "@proxybo/proxy-naswot";
export { params } from "@proxybo/proxy-params";
export { plain } from "@proxybo/proxy-plain";
export { snip } from "@proxybo/proxy-snip";
export { synflow } from "@proxybo/proxy-synflow";
export { zen } from "@proxybo/proxy-zen";

/** Every proxy of proxybo: `plugins: [proxies]`. */
const proxies: readonly [
  typeof snipPlugin,
  typeof synflowPlugin,
  typeof jacobCovPlugin,
  typeof paramsPlugin,
  typeof flopsPlugin,
  typeof gradNormPlugin,
  typeof l2NormPlugin,
  typeof plainPlugin,
  typeof nwotPlugin,
  typeof epeNasPlugin,
  typeof fisherPlugin,
  typeof zenPlugin,
  typeof graspPlugin,
] = [
  snipPlugin,
  synflowPlugin,
  jacobCovPlugin,
  paramsPlugin,
  flopsPlugin,
  gradNormPlugin,
  l2NormPlugin,
  plainPlugin,
  nwotPlugin,
  epeNasPlugin,
  fisherPlugin,
  zenPlugin,
  graspPlugin,
];

export default proxies;
