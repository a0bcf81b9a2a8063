import { portableKernels } from "../kernels/portable.ts";
import { type Backend, BackendUnavailable, type Candidate, loadPackage, switcher } from "./backend.ts";
import { quietly } from "./quiet.ts";

/** What is asked of an adapter: names and whether it is software. */
interface Adapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly vendor?: string;
    readonly description?: string;
  };
}

interface WithGpu {
  readonly navigator?: { readonly gpu?: { requestAdapter(): Promise<Adapter | null> } };
}

const elsewhere =
  "use a JavaScript runtime with WebGPU (e.g. Deno) and a GPU with a Vulkan, Metal or D3D12 driver";

/** A GPU through WebGPU, where the JavaScript runtime has it. */
export const webgpu: Candidate = {
  name: "webgpu",
  device: "gpu",
  async open(load): Promise<Backend> {
    const core = await loadPackage(load, "@tensorflow/tfjs-core");
    const gpu = (globalThis as WithGpu).navigator?.gpu;
    if (!gpu)
      throw new BackendUnavailable("this JavaScript runtime has no WebGPU (navigator.gpu)", elsewhere);
    const adapter = await gpu.requestAdapter();
    if (!adapter) throw new BackendUnavailable("WebGPU found no adapter", elsewhere);
    if (adapter.isFallbackAdapter === true || adapter.info?.isFallbackAdapter === true)
      throw new BackendUnavailable("WebGPU has only a software adapter, no GPU", elsewhere);
    await quietly(core, async () => {
      await loadPackage(load, "@tensorflow/tfjs-backend-webgpu");
      if (!(await core.setBackend("webgpu")))
        throw new BackendUnavailable("the WebGPU backend did not start");
    });
    const device = adapter.info?.description || adapter.info?.vendor || "GPU";
    return {
      name: "webgpu",
      tf: core,
      kernels: portableKernels(core),
      device: "gpu",
      detail: `TensorFlow.js ${core.version_core}, WebGPU on ${device}`,
      activate: switcher(core, "webgpu"),
    };
  },
};
