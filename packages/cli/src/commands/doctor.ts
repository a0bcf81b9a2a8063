import {
  type BackendStatus,
  gatherRegistry,
  messageOf,
  ProxyboError,
  type Registry,
  sqliteStore,
} from "@proxybo/core";
import process from "node:process";
import { command } from "../arguments/command.ts";
import { outputFlags, storeFlags } from "../arguments/flags.ts";
import { exitCodes } from "../exit-codes.ts";
import { describeClash, describeSkipped } from "../plugins/describe.ts";
import { pluginFolders } from "../search/plugin-folders.ts";
import { storeFile } from "../search/store-file.ts";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to know and to do, a line each. */
  readonly remedies: readonly string[];
}

interface RuntimeReport {
  readonly runtime: string;
  readonly backends: readonly BackendStatus[];
}

export const doctor = command({
  description: "Says which runtimes compute here and on what, and whether store and plugins are in order.",
  args: { ...storeFlags, ...outputFlags },
  examples: [
    { line: "proxybo doctor", does: "backends that are there, those that are not, why, and what to install" },
    { line: "proxybo doctor --json", does: "the same as a JSON document" },
  ],
  run: async ({ args }) => {
    const registry = await gatherRegistry({ directories: pluginFolders(process.cwd()) });
    const checks = [checkNode(), await checkStore(storeFile(args.store)), checkPlugins(registry)];
    const runtimes = await diagnose(registry);
    const ok = checks.every((check) => check.ok);
    if (args.json === true)
      writeJson({ version: 1, ok, checks, runtimes, skipped: registry.skipped, clashes: registry.clashes });
    else writeLines([...checks.flatMap(checkLines), ...runtimeLines(runtimes)]);
    return ok ? exitCodes.ok : exitCodes.failure;
  },
});

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 22 || (major === 22 && minor >= 18);
  return {
    name: "Node",
    ok,
    detail: `${process.versions.node} on ${process.platform} ${process.arch}`,
    remedies: ok ? [] : ["install Node 22.18 or later"],
  };
}

async function checkStore(file: string): Promise<Check> {
  try {
    await using store = await sqliteStore(file);
    const all = await store.studies();
    return {
      name: "store",
      ok: true,
      detail: `${store.location}, writable, ${all.length} studies`,
      remedies: [],
    };
  } catch (error) {
    const hint = error instanceof ProxyboError ? error.hint : undefined;
    return {
      name: "store",
      ok: false,
      detail: messageOf(error),
      remedies: hint === undefined ? [] : [hint],
    };
  }
}

function checkPlugins({ plugins, skipped, clashes }: Registry): Check {
  return {
    name: "plugins",
    ok: skipped.length === 0,
    detail: `${plugins.length} loaded, ${skipped.length} skipped, ${clashes.length} names offered twice`,
    remedies: [...skipped.flatMap(describeSkipped), ...clashes.map(describeClash)],
  };
}

async function diagnose({ entries }: Registry): Promise<readonly RuntimeReport[]> {
  const reports: RuntimeReport[] = [];
  for (const { kind, name, entry } of entries) {
    if (kind === "runtimes" && "diagnose" in entry)
      reports.push({ runtime: name, backends: await entry.diagnose().catch(undiagnosed) });
  }
  return reports;
}

/** A plugin that cannot even say what is wrong. */
function undiagnosed(thrown: unknown): readonly BackendStatus[] {
  return [{ backend: "any", available: false, device: "cpu", detail: messageOf(thrown) }];
}

function checkLines({ name, ok, detail, remedies }: Check): readonly string[] {
  return [
    `${ok ? paint("green", "ok     ") : paint("red", "problem")} ${name}: ${detail}`,
    ...remedies.map((remedy) => `          ${remedy}`),
  ];
}

function runtimeLines(runtimes: readonly RuntimeReport[]): readonly string[] {
  if (runtimes.length === 0)
    return ["", "No runtime: live proxies and training need one.", "  npm install @proxybo/runtime-tfjs"];
  return runtimes.flatMap(({ runtime, backends }) => [
    "",
    paint("bold", `runtime ${runtime}`),
    ...columns(
      backends.flatMap(({ backend, available, device, detail, remedy }) => [
        [
          available ? paint("green", "there") : paint("dim", "not there"),
          `${runtime}:${backend}`,
          device,
          detail,
        ],
        ...(remedy === undefined ? [] : [["", "", "", paint("dim", remedy)]]),
      ]),
      "  ",
    ),
  ]);
}
