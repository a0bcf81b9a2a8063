import spaceNb201 from "@proxybo/space-nb201";

/** Every search space of proxybo: `plugins: [spaces]`. */
const spaces: readonly [typeof spaceNb201] = [spaceNb201];

export default spaces;
