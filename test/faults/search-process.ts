// Runs or resumes the search `argv[3]` (JSON) in the store `argv[2]`, and says on stdout, one JSON document a line, when
// it starts, what it evaluates and what was acknowledged. An error goes there too.
import { writeSync } from "node:fs";
import { ProxyboError, sqliteStore } from "@proxybo/core";
import { runSearch, type Search } from "./search.ts";

const [, , file, json] = process.argv;
const say = (document: unknown): void => void writeSync(1, `${JSON.stringify(document)}\n`);
try {
  say({ started: process.pid });
  await using store = await sqliteStore(file!);
  await runSearch(JSON.parse(json!) as Search, store, (event) => {
    if (event.type === "suggested") say({ suggested: event.trial.n });
    if (event.type === "observed") say({ n: event.observation.n, text: event.observation.text });
  });
  say({ done: true });
} catch (thrown) {
  say({ code: thrown instanceof ProxyboError ? thrown.code : "INTERNAL", message: String(thrown) });
  process.exitCode = 1;
}
