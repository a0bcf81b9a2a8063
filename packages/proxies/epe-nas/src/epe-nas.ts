import { inferShapes, type ZeroCostProxy } from "@proxybo/core";
import { classScores } from "./class-scores.ts";

/**
 * How differently an untrained network reacts to examples of one class: over the correlations c of the input Jacobians
 * ∂(Σ outputs)/∂x of each class's examples, Σ over classes of |Σ log(|c| + 10⁻⁵)|, batch-norm by the batch. At least 0;
 * higher is better. NaN where an example has a constant Jacobian, as in a network that nothing passes.
 *
 * The mini-batch should hold several examples of each class; one alone says nothing.
 *
 * Source: Lopes, Alirezazadeh, Alexandre, *EPE-NAS: Efficient Performance Estimation Without Training for Neural
 * Architecture Search*, ICANN 2021; Krishnakumar et al., *NAS-Bench-Suite-Zero*, NeurIPS 2022.
 *
 * @example
 * const { epe_nas } = await scoreArchitecture({ space, architecture, task, proxies: [epeNas], runtime, batch, seed: 1 });
 */
export const epeNas: ZeroCostProxy = {
  name: "epe_nas",
  direction: "higher",
  needs: ["inputGradients"],
  async score(context) {
    const network = await context.network();
    const { inputs, labels } = context.batch;
    const jacobian = await network.inputGradients(inputs);
    const classes = inferShapes(context.spec).at(-1)![0]!;
    return classScores(jacobian.data, labels, classes);
  },
};
