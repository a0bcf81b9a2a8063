import type { Architecture } from "./decisions.ts";

/** What the network is built from. */
export interface Settings {
  /** How many convolutions. */
  readonly depth: number;
  /** Channels of the first one. */
  readonly width: number;
  /** Side of the kernels, odd. */
  readonly kernel: number;
  /** Features of a hidden layer before the logits; 0 for none. */
  readonly hidden: number;
}

/** What an architecture's decisions mean for its network. */
export function settingsOf({ depth, width, kernel, head }: Architecture): Settings {
  return { depth, width, kernel, hidden: head === "hidden" ? 2 * width : 0 };
}
