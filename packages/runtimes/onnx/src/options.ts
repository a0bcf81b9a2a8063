import { z } from "zod";

export const onnxOptions = z.object({
  backend: z
    .enum(["cpu", "cuda", "webgpu"])
    .default("cpu")
    .describe("what computes: the processor, or a GPU by CUDA or WebGPU"),
  threads: z
    .int()
    .min(1)
    .default(1)
    .describe("threads for one network; many networks at once are faster on one thread each"),
  memory: z
    .number()
    .min(0)
    .default(1)
    .describe("GiB of arrays that may be kept for the next pass; what a pass needs is not limited"),
});

export type OnnxOptions = z.infer<typeof onnxOptions>;
