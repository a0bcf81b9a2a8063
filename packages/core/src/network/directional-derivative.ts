import type { Batch, DerivativeResult, Loss, Network, ParameterRole } from "../contracts/runtime.ts";

/**
 * The directional derivative of a loss along the parameters of some roles themselves: Σ θ · ∂loss/∂θ over them. The
 * network's own where it has one, else from its gradients, added up in double precision.
 *
 * @param along - of which roles; the other parameters stay.
 * @throws what `Network.gradients` throws for the batch and the loss.
 * @example
 * // y = w·x with w = 3 and x = 2: w · ∂y/∂w
 * (await directionalDerivative(network, batch, "sum-of-outputs", ["weight"])).derivative // => 6
 */
export async function directionalDerivative(
  network: Network,
  batch: Batch,
  loss: Loss,
  along: readonly ParameterRole[],
): Promise<DerivativeResult> {
  if (network.directionalDerivative) return network.directionalDerivative(batch, loss, along);
  const parameters = await network.read();
  const { gradients, ...found } = await network.gradients(batch, loss);
  let derivative = 0;
  for (const [t, { role }] of network.parameters.entries()) {
    if (!along.includes(role)) continue;
    const [values, slopes] = [parameters[t]!, gradients[t]!];
    for (let i = 0; i < values.length; i++) derivative += values[i]! * slopes[i]!;
  }
  return { loss: found.loss, derivative, logScale: found.logScale };
}
