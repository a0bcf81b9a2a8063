import util from "node:util";
import { messageOf } from "@proxybo/core";
import { portableKernels } from "../kernels/portable.ts";
import {
  type Backend,
  BackendUnavailable,
  type Candidate,
  loadPackage,
  switcher,
  tensorFlowVersion,
} from "./backend.ts";
import { quietly } from "./quiet.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** libtensorflow on the CPU. */
export const node: Candidate = native("node", "@tensorflow/tfjs-node", "cpu");

/** libtensorflow on an NVIDIA GPU. */
export const nodeGpu: Candidate = native("node-gpu", "@tensorflow/tfjs-node-gpu", "gpu");

function native(name: "node" | "node-gpu", pack: string, device: "cpu" | "gpu"): Candidate {
  return {
    name,
    device,
    async open(load): Promise<Backend> {
      restoreIsNullOrUndefined();
      const tf = await loadNative(load, pack);
      await quietly(tf, async () => {
        if (!(await tf.setBackend("tensorflow")))
          throw new BackendUnavailable(`${pack} is loaded, but its backend did not start`);
      });
      const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean };
      if (device === "gpu" && isUsingGpuDevice !== true)
        throw new BackendUnavailable(
          `${pack} is loaded, but TensorFlow found no GPU and would compute on the CPU`,
          "install the NVIDIA driver, CUDA 11.8 and cuDNN 8.6, and check that nvidia-smi lists a GPU",
        );
      return {
        name,
        tf,
        kernels: portableKernels(tf),
        device: isUsingGpuDevice === true ? "gpu" : "cpu",
        detail: `TensorFlow.js ${tf.version_core}, libtensorflow on the ${isUsingGpuDevice === true ? "GPU" : "CPU"}`,
        activate: switcher(tf, "tensorflow"),
      };
    },
  };
}

async function loadNative(load: Parameters<Candidate["open"]>[0], pack: string): Promise<TensorFlow> {
  try {
    return await loadPackage(load, pack);
  } catch (error) {
    throw error instanceof BackendUnavailable ? error : explain(pack, error);
  }
}

/** What the parts of an incomplete installation say when they are loaded, and what to do about it. */
function explain(pack: string, error: unknown): BackendUnavailable {
  const message = messageOf(error);
  const again = `reinstall ${pack}@${tensorFlowVersion} where storage.googleapis.com can be reached and install scripts may run`;
  if (
    /tfjs_binding\.node|native addon module/.test(message) &&
    /not be found|cannot find|no such file/i.test(message)
  )
    return new BackendUnavailable(
      `${pack} is installed, but its native addon (tfjs_binding.node) is missing`,
      `${again}, or run npm rebuild ${pack} --build-addon-from-source`,
      error,
    );
  if (/NODE_MODULE_VERSION|different Node\.js version/.test(message))
    return new BackendUnavailable(
      `the native addon of ${pack} was built for another version of Node.js`,
      `npm rebuild ${pack} --build-addon-from-source`,
      error,
    );
  const library = /(lib(?:cu|nv)[\w.-]*|libtensorflow[\w.-]*|tensorflow\.dll)/.exec(message)?.[1];
  if (library && /libtensorflow|tensorflow\.dll/.test(library))
    return new BackendUnavailable(
      `${pack} is installed, but libtensorflow (${library}) is missing`,
      again,
      error,
    );
  if (library)
    return new BackendUnavailable(
      `${pack} is installed, but the CUDA library ${library} is missing`,
      "install CUDA 11.8 and cuDNN 8.6",
      error,
    );
  return new BackendUnavailable(
    `${pack} is installed, but failed to load: ${message.split("\n")[0]}`,
    again,
    error,
  );
}

/** tfjs-node calls a function that Node.js 23 removed. */
function restoreIsNullOrUndefined(): void {
  const module = util as { isNullOrUndefined?: (value: unknown) => boolean };
  module.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
