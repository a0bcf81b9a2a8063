import { didYouMean, ProxyboError } from "@proxybo/core";
import type { Command } from "../arguments/command.ts";

/** A command that loads when it is used. */
export interface LazyCommand {
  readonly summary: string;
  load(): Promise<Command>;
}

export const commands: Readonly<Record<string, LazyCommand>> = {
  quickstart: {
    summary: "search with real training on carried images, about two minutes",
    load: async () => (await import("./quickstart.ts")).quickstart,
  },
  init: {
    summary: "write a configuration file",
    load: async () => (await import("./init.ts")).init,
  },
  run: {
    summary: "search, as a configuration file and flags say",
    load: async () => (await import("./run.ts")).run,
  },
  resume: {
    summary: "go on with a study",
    load: async () => (await import("./resume.ts")).resume,
  },
  retry: {
    summary: "evaluate failed architectures of a study again",
    load: async () => (await import("./retry.ts")).retry,
  },
  studies: {
    summary: "list studies, or show one",
    load: async () => (await import("./studies.ts")).studies,
  },
  report: {
    summary: "write an HTML page of a study, or of several compared",
    load: async () => (await import("./report.ts")).report,
  },
  watch: {
    summary: "follow running studies in a local page; pause, resume, stop",
    load: async () => (await import("./watch.ts")).watch,
  },
  explain: {
    summary: "why an architecture was chosen, and what came of it",
    load: async () => (await import("./explain.ts")).explain,
  },
  score: {
    summary: "compute zero-cost proxies of architectures",
    load: async () => (await import("./score.ts")).score,
  },
  data: {
    summary: "import benchmarks from their official files, list and export tables",
    load: async () => (await import("./data.ts")).data,
  },
  tabulate: {
    summary: "train and score every architecture of a space or a list, into a benchmark table",
    load: async () => (await import("./tabulate.ts")).tabulate,
  },
  correlate: {
    summary: "how well proxies order architectures (rank correlation)",
    load: async () => (await import("./correlate.ts")).correlate,
  },
  bench: {
    summary: "compare search methods over many seeds, with a report",
    load: async () => (await import("./bench.ts")).bench,
  },
  add: {
    summary: "install plugins, with the package manager of the project",
    load: async () => (await import("./add.ts")).add,
  },
  plugins: {
    summary: "list what is installed, and what was skipped and why",
    load: async () => (await import("./plugins.ts")).plugins,
  },
  doctor: {
    summary: "check runtimes, store and plugins on this machine",
    load: async () => (await import("./doctor.ts")).doctor,
  },
};

/** The command of a name; `USAGE` with the nearest one otherwise. */
export async function findCommand(name: string): Promise<Command> {
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found) return found.load();
  const names = Object.keys(commands);
  throw new ProxyboError(
    "USAGE",
    name.startsWith("-") ? `unknown flag '${name}'` : `unknown command '${name}'`,
    {
      hint: [didYouMean(name, names), `commands: ${names.join(", ")}`]
        .filter((part) => part !== undefined)
        .join("\n"),
    },
  );
}
