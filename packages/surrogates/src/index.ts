import gp from "@proxybo/surrogate-gp";
import rf from "@proxybo/surrogate-rf";

/** Every surrogate of proxybo: `plugins: [surrogates]`. */
const surrogates: readonly [typeof gp, typeof rf] = [gp, rf];

export default surrogates;
