import process from "node:process";
import { confirm } from "@clack/prompts";
import { ProxyboError } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags } from "../arguments/flags.ts";
import { installCommand, isInstalled, packageManager, projectFolder } from "../install/manager.ts";
import { withHosts } from "../install/missing.ts";
import { performInstall } from "../install/perform.ts";
import { packageOf } from "../install/resolve.ts";
import { note, writeJson, writeLines } from "../terminal/write.ts";

export const add = command({
  description: "Installs plugins with the package manager of the project; shows the command, and asks first.",
  args: {
    plugin: {
      type: "positional",
      description: "a name such as snip or nb201, a package, a tarball or a folder; several may follow",
    },
    yes: { type: "boolean", description: "do not ask: needed where there is no terminal" },
    ...outputFlags,
  },
  rest: true,
  examples: [
    { line: "proxybo add nb201 rf snip", does: "a space, a surrogate and a proxy" },
    { line: "proxybo add proxybo-proxy-mine --yes", does: "a third party's package, without asking" },
  ],
  run: async ({ args }) => {
    const packages = [...new Set((args._ as readonly string[]).map(packageOf))];
    const directory = projectFolder(process.cwd());
    if (directory === undefined)
      throw new ProxyboError("USAGE", `there is no package.json at or above ${process.cwd()}`, {
        hint: "make a project first: npm init -y",
      });
    const absent = packages.filter((name) => !isInstalled(directory, name));
    const manager = packageManager(directory);
    const line = installCommand(manager, withHosts(absent, directory));
    const json = args.json === true;
    if (absent.length === 0) {
      if (json) writeJson({ version: 1, manager, command: null, packages: [] });
      else writeLines([`Installed already: ${packages.join(", ")}.`]);
      return 0;
    }
    note(`in ${directory}: ${line.join(" ")}`);
    await requireConsent(args.yes === true, json, line);
    await performInstall(line, directory);
    if (json) writeJson({ version: 1, manager, command: line, packages: absent });
    else writeLines([`Installed ${absent.join(", ")}.`, "  what can be used now: proxybo plugins"]);
    return 0;
  },
});

/** Nothing is installed unasked. */
async function requireConsent(yes: boolean, json: boolean, line: readonly string[]): Promise<void> {
  if (yes) return;
  if (json || !process.stdin.isTTY || !process.stdout.isTTY)
    throw new ProxyboError("USAGE", "nothing was installed: there is no terminal to ask on", {
      hint: `add --yes, or give the command yourself: ${line.join(" ")}`,
    });
  if ((await confirm({ message: "Install?" })) !== true)
    throw new ProxyboError("USAGE", "cancelled; nothing was installed");
}
