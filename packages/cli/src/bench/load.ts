import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { ProxyboError } from "@proxybo/core";

type Bench = typeof import("@proxybo/bench");

const name = "@proxybo/bench";

/**
 * Loads the package that makes comparisons: the project's at hand, else the one beside this command. Few need it, and
 * it brings a renderer of figures, so it is installed by those who do.
 */
export async function loadBenchPackage(): Promise<Bench> {
  for (const from of [join(process.cwd(), "package.json"), import.meta.url]) {
    const file = resolveFrom(from);
    if (file !== undefined) return (await import(pathToFileURL(file).href)) as Bench;
  }
  throw new ProxyboError(
    "MISSING_DEPENDENCY",
    `this command needs the package ${name}, which is not installed`,
    {
      hint: `npm install ${name}`,
    },
  );
}

function resolveFrom(place: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
