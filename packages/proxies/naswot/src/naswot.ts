import type { ZeroCostProxy } from "@proxybo/core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { addAgreements } from "./agreements.ts";

/**
 * How well the linear regions of an untrained network tell the examples of a mini-batch apart: log |K|, where K counts in
 * how many ReLUs, at all positions, each pair of examples is on the same side of 0; batch-norm by the batch. Higher is
 * better; −Infinity where two examples have the same code, as in a network that nothing passes.
 *
 * Every ReLU of the network counts, those of dead operations too: spaces leave these out unless told otherwise.
 *
 * Source: Mellor, Turner, Storkey, Crowley, *Neural Architecture Search without Training*, ICML 2021, equation 2.
 *
 * @example
 * const { nwot: score } = await scoreArchitecture({ space, architecture, task, proxies: [nwot], runtime, batch, seed: 1 });
 */
export const nwot: ZeroCostProxy = {
  name: "nwot",
  direction: "higher",
  needs: ["activations"],
  async score(context) {
    const network = await context.network();
    const n = context.batch.inputs.shape[0]!;
    const kernel = new Float64Array(n * n);
    for (const { codes } of await network.activations(context.batch.inputs)) addAgreements(kernel, codes, n);
    return logDeterminant(Matrix.from1DArray(n, n, kernel));
  },
};

/**
 * log |K| of a symmetric, positive semi-definite matrix; −Infinity where it is singular up to rounding, by the rule of
 * `numpy.linalg.matrix_rank`.
 */
function logDeterminant(matrix: Matrix): number {
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const smallest = Math.max(...realEigenvalues) * matrix.rows * Number.EPSILON;
  return realEigenvalues.reduce((sum, value) => sum + (value > smallest ? Math.log(value) : -Infinity), 0);
}
