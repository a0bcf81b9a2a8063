import type { LabelledGraph } from "@proxybo/core";

/** A text that two graphs share exactly if they are equal. */
export function graphText({ labels, edges }: LabelledGraph): string {
  return `${JSON.stringify(labels)}${edges.join(";")}`;
}
