import spaceAsr from "@proxybo/space-asr";
import spaceNb101 from "@proxybo/space-nb101";
import spaceNb201 from "@proxybo/space-nb201";

/** Every search space of proxybo: `plugins: [spaces]`. */
const spaces: readonly [typeof spaceAsr, typeof spaceNb101, typeof spaceNb201] = [
  spaceAsr,
  spaceNb101,
  spaceNb201,
];

export default spaces;
