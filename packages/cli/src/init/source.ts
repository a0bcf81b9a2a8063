import type { ProxyboConfig } from "@proxybo/core";

/** A package whose default export is a plugin or a preset, and what it is called in the file. */
export interface ImportedPlugin {
  readonly package: string;
  readonly variable: string;
}

/** A package's name as a variable: `@proxybo/runtime-tfjs` → `runtimeTfjs`. */
export function variableFor(name: string): string {
  const words = name
    .replace(/^@proxybo\//, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join("");
}

/** The text of a configuration file. */
export function configSource(config: ProxyboConfig, plugins: readonly ImportedPlugin[]): string {
  const fields = Object.entries(config).filter(([, value]) => value !== undefined);
  return [
    `import { defineConfig } from "@proxybo/core";`,
    ...plugins.map(({ package: name, variable }) => `import ${variable} from ${JSON.stringify(name)};`),
    "",
    "// Names and options are checked by the compiler; `proxybo plugins` lists them with their defaults.",
    "export default defineConfig({",
    `  plugins: [${plugins.map(({ variable }) => variable).join(", ")}],`,
    ...fields.map(([field, value]) => `  ${field}: ${literal(value)},`),
    "});",
    "",
  ].join("\n");
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
  return fields.length === 0
    ? "{}"
    : `{ ${fields.map(([name, inner]) => `${key(name)}: ${literal(inner)}`).join(", ")} }`;
}
