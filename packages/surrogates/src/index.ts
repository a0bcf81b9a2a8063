import rf from "@proxybo/surrogate-rf";

/** Every surrogate of proxybo: `plugins: [surrogates]`. */
const surrogates: readonly [typeof rf] = [rf];

export default surrogates;
