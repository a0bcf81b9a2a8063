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

/** As an expression; what is too long for a line has one for each of its parts. */
function literal(value: unknown, indent = "  "): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((item) => literal(item, inner))
    : Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([name, field]) => `${key(name)}: ${literal(field, inner)}`);
  const [open, close] = list ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  const line = list ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (line.length <= 80 && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
}
