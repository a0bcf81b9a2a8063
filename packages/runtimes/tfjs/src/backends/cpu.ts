import { portableKernels } from "../kernels/portable.ts";
import { type Backend, BackendUnavailable, type Candidate, loadPackage, switcher } from "./backend.ts";
import { quietly } from "./quiet.ts";

/** Plain JavaScript: always there, and many times slower than WebAssembly. */
export const cpu: Candidate = {
  name: "cpu",
  device: "cpu",
  async open(load): Promise<Backend> {
    const tf = await loadPackage(load, "@tensorflow/tfjs-core");
    await quietly(tf, async () => {
      await loadPackage(load, "@tensorflow/tfjs-backend-cpu");
      if (!(await tf.setBackend("cpu"))) throw new BackendUnavailable("the JavaScript backend did not start");
    });
    return {
      name: "cpu",
      tf,
      kernels: portableKernels(tf),
      device: "cpu",
      detail: `TensorFlow.js ${tf.version_core}, plain JavaScript`,
      activate: switcher(tf, "cpu"),
    };
  },
};
