import nb201 from "@proxybo/space-nb201";

/** Every search space of proxybo: `plugins: [spaces]`. */
const spaces: readonly [typeof nb201] = [nb201];

export default spaces;
