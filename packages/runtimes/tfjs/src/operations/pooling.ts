import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { poolGeometry } from "../kernels/geometry.ts";
import { atMaxima } from "../kernels/max-pool-motion.ts";
import type { Applied, Gradients, OperationOf, Step } from "./apply.ts";
import { linearMotion } from "./motion.ts";

export function maxPool({ tf, kernels, operation, inputs }: Step<OperationOf<"max-pool2d">>): Applied {
  const x = inputs[0] as Tensor4D;
  const geometry = poolGeometry(operation, x.shape);
  const value = kernels.maxPool(x, geometry);
  const backward = (dy: Tensor): Gradients => ({
    inputs: [kernels.maxPoolGradient(dy as Tensor4D, x, value, geometry)],
    parameters: [],
  });
  const motion = linearMotion(([move]) => atMaxima(tf, move as Tensor4D, x, value, geometry), backward);
  return { value, backward, motion };
}

export function avgPool({ kernels, operation, inputs }: Step<OperationOf<"avg-pool2d">>): Applied {
  const x = inputs[0] as Tensor4D;
  const geometry = poolGeometry(operation, x.shape);
  const pool = (image: Tensor) => kernels.avgPool(image as Tensor4D, geometry, operation.countPadding);
  const backward = (dy: Tensor): Gradients => ({
    inputs: [kernels.avgPoolGradient(dy as Tensor4D, x, geometry, operation.countPadding)],
    parameters: [],
  });
  return { value: pool(x), backward, motion: linearMotion(([move]) => pool(move!), backward) };
}
