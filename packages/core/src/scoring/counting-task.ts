import type { Task } from "../contracts/network.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { createRandom } from "../random/random.ts";

/** Small images, and the speech of TIMIT. */
const usualTasks: readonly Task[] = [
  { kind: "classification", input: [3, 32, 32], classes: 10 },
  { kind: "transcription", input: [80, 300], symbols: 48 },
];

/**
 * What the networks of a space are counted for where nothing says what they are for: only the order of parameters and
 * FLOPs counts, which hardly depends on it. `undefined` where the space builds no networks.
 *
 * @example
 * countingTask(nb201()) // => { kind: "classification", input: [3, 32, 32], classes: 10 }
 */
export function countingTask<A>(space: SearchSpace<A>): Task | undefined {
  const architecture = space.sample(createRandom(1, "counting-task"));
  return usualTasks.find((task) => {
    try {
      space.network(architecture, task);
      return true;
    } catch {
      return false;
    }
  });
}
