import { z } from "zod";

/** Backends by name, in the order in which `auto` tries them: the fastest first. */
export const backendNames = ["node-gpu", "webgpu", "node", "wasm", "cpu"] as const;

export type BackendName = (typeof backendNames)[number];

export const tfjsOptions = z.object({
  backend: z
    .enum(["auto", ...backendNames])
    .default("auto")
    .describe("what computes: auto takes the first that loads of node-gpu, webgpu, node, wasm, cpu"),
});

export type TfjsOptions = z.infer<typeof tfjsOptions>;
