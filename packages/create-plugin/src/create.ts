import { basename, resolve } from "node:path";
import { ProxyboError } from "@proxybo/core";
import { readDecisions } from "./decisions.ts";
import { readKind } from "./kinds.ts";
import { namesOf } from "./names.ts";
import { render } from "./render.ts";
import { writeFolder } from "./write.ts";

/** What is wanted, as people write it. */
export interface Wish {
  readonly kind?: string;
  readonly name?: string;
  readonly package?: string;
  readonly folder?: string;
  /** Of a space, each as `depth=2,3,4`. */
  readonly decisions?: readonly string[];
  readonly author?: string;
}

export interface Created {
  readonly folder: string;
  /** Paths within the folder. */
  readonly files: readonly string[];
}

/**
 * Writes a complete small plugin into a folder of its own, all of it or nothing.
 *
 * @param surroundings - the folder that relative paths start from, and the year of the license.
 * @throws {ProxyboError} `USAGE` or `OPTION_INVALID`, saying what was expected and what came.
 * @example
 * await createPlugin({ kind: "proxy", name: "sharpness" }, { directory: process.cwd(), year: 2026 });
 */
export async function createPlugin(
  wish: Wish,
  surroundings: { readonly directory: string; readonly year: number },
): Promise<Created> {
  const kind = readKind(wish.kind);
  const names = namesOf(kind, wish.name, wish.package);
  const given = wish.decisions ?? [];
  if (given.length > 0 && kind !== "space")
    throw new ProxyboError("USAGE", `a ${kind} has no decisions, only a space has`, {
      hint: "leave --decision out, or make a space",
    });
  const folder = resolve(surroundings.directory, wish.folder ?? basename(names.package));
  const files = await render({
    kind,
    names,
    decisions: given.length === 0 ? undefined : readDecisions(given),
    author: wish.author ?? `the authors of ${names.package}`,
    year: surroundings.year,
  });
  await writeFolder(folder, files);
  return { folder, files: [...files.keys()] };
}
