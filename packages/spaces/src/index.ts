import spaceAsr from "@proxybo/space-asr";
import spaceChoices from "@proxybo/space-choices";
import spaceNb101 from "@proxybo/space-nb101";
import spaceNb201 from "@proxybo/space-nb201";

/** Every search space of proxybo: `plugins: [spaces]`. */
const spaces: readonly [typeof spaceAsr, typeof spaceChoices, typeof spaceNb101, typeof spaceNb201] = [
  spaceAsr,
  spaceChoices,
  spaceNb101,
  spaceNb201,
];

export default spaces;
