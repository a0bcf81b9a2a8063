/**
 * The file of proxies' scores that this package carries: `arch` and the raw scores `snip`, `synflow`, `jacob_cov`, `params`,
 * `flops`, `depth`, `conv3x3` and `edges` (all better when higher) of the 30,001 cells whose validation accuracy public
 * tables hold. Computed by this project, see the package's README; no accuracies in it.
 *
 * @example
 * const objective = await tableObjective(nb101(), { path: "nb101.csv", proxies: fileURLToPath(proxyScores) });
 */
export const proxyScores: URL = new URL("../data/nb101-proxies.csv.gz", import.meta.url);
