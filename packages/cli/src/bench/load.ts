import { loadOptionalPackage } from "../optional-package.ts";

/** Loads the package that makes comparisons. */
export function loadBenchPackage(places?: readonly string[]): Promise<typeof import("@proxybo/bench")> {
  return loadOptionalPackage("@proxybo/bench", places);
}
