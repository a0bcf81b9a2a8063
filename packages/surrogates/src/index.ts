import brp from "@proxybo/surrogate-brp";
import gp from "@proxybo/surrogate-gp";
import rf from "@proxybo/surrogate-rf";

/** Every surrogate of proxybo: `plugins: [surrogates]`. */
const surrogates: readonly [typeof brp, typeof gp, typeof rf] = [brp, gp, rf];

export default surrogates;
