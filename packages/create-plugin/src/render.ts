import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Decision } from "./decisions.ts";
import type { PluginKind } from "./kinds.ts";
import { manifestOf } from "./manifest.ts";
import type { Names } from "./names.ts";
import { listDecisions, settingsSource, withDecisions } from "./space-source.ts";

const templates = fileURLToPath(new URL("../templates", import.meta.url));

export interface Rendering {
  readonly kind: PluginKind;
  readonly names: Names;
  /** Of a space, where its author gave any. */
  readonly decisions: readonly Decision[] | undefined;
  readonly author: string;
  readonly year: number;
}

/**
 * The files of a plugin, by path. Templates are plugins themselves, with `template-name` for the name; the underscore
 * that begins a file's name keeps tools of this repository from reading it here.
 */
export async function render(rendering: Rendering): Promise<ReadonlyMap<string, string>> {
  const { kind, names, decisions, author, year } = rendering;
  const version = await coreRange();
  const files = new Map([["package.json", manifestOf(kind, names, version)]]);
  for (const folder of ["common", kind])
    for (const path of globSync("{*,.github/**/*.yml,src/*}", { cwd: join(templates, folder) })) {
      if (path === "src" || path === ".github") continue;
      const text = await readFile(join(templates, folder, path), "utf8");
      files.set(renamed(pathOf(path), names), renamed(text, names));
    }
  const license = files.get("LICENSE")!;
  files.set(
    "LICENSE",
    license.replace("{{year}}", String(year)).replace("{{author}}", () => author),
  );
  if (kind === "space") adaptSpace(files, decisions);
  return files;
}

function adaptSpace(files: Map<string, string>, decisions: readonly Decision[] | undefined): void {
  const source = files.get("src/decisions.ts")!;
  if (decisions !== undefined) {
    files.set("src/decisions.ts", withDecisions(source, decisions));
    files.set("src/settings.ts", settingsSource(decisions));
  }
  const readme = files.get("README.md")!;
  const list = decisions === undefined ? "They are in `src/decisions.ts`." : listDecisions(decisions);
  files.set(
    "README.md",
    readme.replace("{{decisions}}", () => list),
  );
}

function renamed(text: string, names: Names): string {
  return text
    .replaceAll("proxybo-plugin-template", names.package)
    .replaceAll(/template-name(?=\.(test\.)?ts\b)/g, names.file)
    .replaceAll("template-name", names.entry)
    .replaceAll("templateName", names.camel)
    .replaceAll("TemplateName", names.pascal);
}

function pathOf(path: string): string {
  return path
    .replaceAll("\\", "/")
    .replace(/^_gitignore$/, ".gitignore")
    .replace(/^_/, "");
}

/** Plugins are made for the core that this package came with: both are released in one version. */
async function coreRange(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
