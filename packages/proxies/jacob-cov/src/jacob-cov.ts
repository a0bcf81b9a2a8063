import { correlation, type ZeroCostProxy } from "@proxybo/core";
import { Matrix } from "ml-matrix";
import { logDeterminantScore } from "./log-determinant.ts";

/**
 * How differently a network at initialisation reacts to the examples of a mini-batch: −Σ (log(λ + k) + 1/(λ + k)) over
 * the eigenvalues λ of the correlation matrix of the per-example input Jacobians ∂(Σ outputs)/∂x, k = 10⁻⁵, batch-norm
 * by the batch. At most −n for n examples, reached where none correlate; higher is better. NaN where an example has a
 * constant Jacobian, as in a network that nothing passes.
 *
 * The ProxyBO paper writes P(x) = −log|K_H|, from the same source in its later form; this is the first form, whose
 * scores the benchmarks record. Searches see it with its sign changed, lower is better.
 *
 * Source: Mellor, Turner, Storkey, Crowley, *Neural Architecture Search without Training*, version 1 (arXiv
 * 2006.04647v1), equation 2; Abdelfattah et al., *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021.
 *
 * @example
 * const { jacob_cov } = await scoreArchitecture({ space, architecture, task, proxies: [jacobCov], runtime, batch, seed: 1 });
 */
export const jacobCov: ZeroCostProxy = {
  name: "jacob_cov",
  direction: "higher",
  needs: ["inputGradients"],
  async score(context) {
    const network = await context.network();
    const jacobian = await network.inputGradients(context.batch.inputs);
    const matrix = correlation(jacobian.data, context.batch.labels.length);
    return matrix === undefined ? Number.NaN : logDeterminantScore(new Matrix(matrix));
  },
};
