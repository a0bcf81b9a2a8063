/**
 * The package that an import did not find, such as an optional dependency; `undefined` where something else went wrong,
 * or a file of the plugin itself is missing.
 *
 * @example
 * await import("left-pad").catch(missingPackage) // => "left-pad"
 */
export function missingPackage(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const [, wanted] = /Cannot find (?:package|module) ['"]([^'"]+)['"]/.exec(thrown.message) ?? [];
  if (wanted === undefined || /^(\.|\/|file:|[A-Za-z]:[\\/])/.test(wanted)) return undefined;
  const parts = wanted.split("/");
  return parts.slice(0, wanted.startsWith("@") ? 2 : 1).join("/");
}
