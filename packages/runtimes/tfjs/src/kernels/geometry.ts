import type { Operation, Pair, Shape } from "@proxybo/core";

/** A window that slides over an image: sizes of one pass. */
export interface WindowGeometry {
  readonly batch: number;
  /** Height and width of the input. */
  readonly input: Pair;
  readonly output: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Above and on the left. What lies below and on the right follows from the output's size. */
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly channels: number;
}

export interface ConvGeometry extends WindowGeometry {
  readonly outChannels: number;
  readonly groups: number;
}

export type PoolGeometry = WindowGeometry;

export type ConvOperation = Extract<Operation, { type: "conv1d" | "conv2d" }>;
export type PoolOperation = Extract<Operation, { type: "max-pool2d" | "avg-pool2d" }>;

/** The geometry of a convolution over `[batch, height, width, channels]`; a sequence is an image of height 1. */
export function convGeometry(conv: ConvOperation, x: Shape): ConvGeometry {
  const image: Window = conv.type === "conv2d" ? { ...conv, after: conv.padding } : asImage(conv);
  return { ...slide(image, x), outChannels: conv.channels, groups: conv.groups };
}

export function poolGeometry(pool: PoolOperation, x: Shape): PoolGeometry {
  return slide({ ...pool, after: pool.padding, dilation: [1, 1] }, x);
}

interface Window extends Pick<WindowGeometry, "kernel" | "stride" | "padding" | "dilation"> {
  /** Padding below and on the right. */
  readonly after: Pair;
}

function asImage({ kernel, stride, padding, dilation }: Extract<ConvOperation, { type: "conv1d" }>): Window {
  const [before, after] = typeof padding === "number" ? [padding, padding] : padding;
  return {
    kernel: [1, kernel],
    stride: [1, stride],
    padding: [0, before],
    after: [0, after],
    dilation: [1, dilation],
  };
}

function slide({ kernel, stride, padding, after, dilation }: Window, x: Shape): WindowGeometry {
  const [batch, height, width, channels] = x as [number, number, number, number];
  const positions = (size: number, axis: 0 | 1) =>
    Math.floor(
      (size + padding[axis] + after[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis],
    ) + 1;
  return {
    batch,
    input: [height, width],
    output: [positions(height, 0), positions(width, 1)],
    kernel,
    stride,
    padding,
    dilation,
    channels,
  };
}
