import type { Optimizer } from "../../contracts/runtime.ts";

/** Changes parameters in place by their gradients. Keeps momenta between steps. */
export interface Updater {
  /** `parameters[i]` and `gradients[i]` are of one layout and length; an undefined gradient changes nothing. */
  update(
    parameters: readonly Float32Array[],
    gradients: readonly (Float32Array | undefined)[],
    learningRate: number,
  ): void;
}

export function createUpdater(optimizer: Optimizer): Updater {
  return optimizer.type === "sgd" ? sgd(optimizer) : adam(optimizer);
}

/**
 * Stochastic gradient descent as PyTorch does it: g += λ·θ; v = μ·v + g (v = g at first); θ −= η·(g + μ·v with Nesterov,
 * else v).
 */
function sgd({ momentum, nesterov, weightDecay }: Extract<Optimizer, { type: "sgd" }>): Updater {
  const velocities = new Map<number, Float32Array>();
  return {
    update(parameters, gradients, learningRate) {
      for (const [index, values] of parameters.entries()) {
        const gradient = gradients[index];
        if (!gradient) continue;
        const known = velocities.get(index);
        const velocity = known ?? new Float32Array(values.length);
        if (!known) velocities.set(index, velocity);
        const kept = known ? momentum : 0;
        for (let i = 0; i < values.length; i++) {
          const slope = gradient[i]! + weightDecay * values[i]!;
          const speed = kept * velocity[i]! + slope;
          velocity[i] = speed;
          values[i] = values[i]! - learningRate * (nesterov ? slope + momentum * speed : speed);
        }
      }
    },
  };
}

/** Adam with β = (0.9, 0.999), ε = 1e-8 and L2 weight decay, as PyTorch does it (Kingma & Ba 2015). */
function adam({ weightDecay }: Extract<Optimizer, { type: "adam" }>): Updater {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const moments = new Map<number, { first: Float32Array; second: Float32Array }>();
  let step = 0;
  return {
    update(parameters, gradients, learningRate) {
      step++;
      const rate = learningRate / (1 - beta1 ** step);
      const correction = Math.sqrt(1 - beta2 ** step);
      for (const [index, values] of parameters.entries()) {
        const gradient = gradients[index];
        if (!gradient) continue;
        let moment = moments.get(index);
        if (!moment) {
          moment = { first: new Float32Array(values.length), second: new Float32Array(values.length) };
          moments.set(index, moment);
        }
        const { first, second } = moment;
        for (let i = 0; i < values.length; i++) {
          const slope = gradient[i]! + weightDecay * values[i]!;
          first[i] = beta1 * first[i]! + (1 - beta1) * slope;
          second[i] = beta2 * second[i]! + (1 - beta2) * slope * slope;
          values[i] = values[i]! - (rate * first[i]!) / (Math.sqrt(second[i]!) / correction + epsilon);
        }
      }
    },
  };
}
