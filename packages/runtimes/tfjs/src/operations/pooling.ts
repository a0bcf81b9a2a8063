import type { Tensor4D } from "@tensorflow/tfjs-core";
import { poolGeometry } from "../kernels/geometry.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

export function maxPool({ kernels, operation, inputs }: Step<OperationOf<"max-pool2d">>): Applied {
  const x = inputs[0] as Tensor4D;
  const geometry = poolGeometry(operation, x.shape);
  const value = kernels.maxPool(x, geometry);
  return {
    value,
    backward: (dy) => ({
      inputs: [kernels.maxPoolGradient(dy as Tensor4D, x, value, geometry)],
      parameters: [],
    }),
  };
}

export function avgPool({ kernels, operation, inputs }: Step<OperationOf<"avg-pool2d">>): Applied {
  const x = inputs[0] as Tensor4D;
  const geometry = poolGeometry(operation, x.shape);
  return {
    value: kernels.avgPool(x, geometry, operation.countPadding),
    backward: (dy) => ({
      inputs: [kernels.avgPoolGradient(dy as Tensor4D, x, geometry, operation.countPadding)],
      parameters: [],
    }),
  };
}
