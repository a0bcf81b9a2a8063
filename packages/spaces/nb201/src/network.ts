import { classesOf, type NetworkSpec, ProxyboError, type Task } from "@proxybo/core";
import type { Architecture } from "./architecture.ts";
import { NetworkBuilder } from "./builder.ts";
import { liveCell, wholeCell } from "./cell.ts";

/** The network around the cells. The defaults are the official ones. */
export interface Macro {
  /** Channels of the first stage; each further stage has twice as many. */
  readonly channels: number;
  /** Cells in each stage. */
  readonly cells: number;
  /** Stages, with a residual block that halves the image between two of them. */
  readonly stages: number;
  /** Whether operations that cannot change the output are left out, or kept as the benchmark trained (and counted) them. */
  readonly dead: "drop" | "keep";
}

/**
 * The whole network: a 3×3 stem, stages of cells with residual reduction blocks between them, batch-norm, ReLU, global
 * average pool and a linear layer.
 *
 * Source: Dong and Yang, NAS-Bench-201 (ICLR 2020), section 2, figure 1.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the input is no image, or an image that cannot be halved.
 */
export function network(architecture: Architecture, task: Task, macro: Macro): NetworkSpec {
  checkInput(task, macro);
  const builder = new NetworkBuilder(task.input);
  const addCell = macro.dead === "drop" ? liveCell(architecture) : wholeCell(architecture);
  let node = builder.normalization(builder.convolution(builder.input, macro.channels, 3, 1));
  for (let stage = 0; stage < macro.stages; stage++) {
    const channels = macro.channels * 2 ** stage;
    if (stage > 0) node = addReduction(builder, node, channels);
    for (let cell = 0; cell < macro.cells; cell++) node = addCell(builder, node, channels);
  }
  node = builder.add({ type: "relu" }, builder.normalization(node));
  node = builder.add({ type: "global-avg-pool" }, node);
  builder.add({ type: "linear", features: classesOf(task, "nb201"), bias: true }, node);
  return builder.build();
}

/** The basic residual block with stride 2: two ReLU–conv 3×3–BN, beside a 2×2 average pool and a 1×1 convolution. */
function addReduction(builder: NetworkBuilder, input: number, channels: number): number {
  const first = builder.reluConvNorm(input, channels, 3, 2);
  const second = builder.reluConvNorm(first, channels, 3, 1);
  const shortcut = builder.convolution(builder.averagePool(input, 2, 2, 0), channels, 1, 1);
  return builder.sum([shortcut, second]);
}

function checkInput(task: Task, { stages }: Macro): void {
  const [, height, width] = task.input;
  const shape = `[${task.input.join(", ")}]`;
  if (task.input.length !== 3 || height === undefined || width === undefined)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `nb201: expected images [channels, height, width], got ${shape}`,
    );
  // The shortcut rounds odd sizes down and the convolution rounds them up: their sum would not fit.
  const divisor = 2 ** (stages - 1);
  if (height % divisor !== 0 || width % divisor !== 0)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `nb201: expected height and width that are multiples of ${divisor} for ${stages} stages, got ${shape}`,
      { hint: "use fewer stages, or pad the images" },
    );
}
