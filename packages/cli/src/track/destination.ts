import { resolve } from "node:path";
import { ProxyboError } from "@proxybo/core";
import { jsonlTracker } from "./jsonl.ts";
import { mlflowTracker } from "./mlflow.ts";
import type { Tracker } from "./tracker.ts";

/**
 * The tracker that a text names: `mlflow:` and the address of a server, or `jsonl:` and a file.
 *
 * @param directory - where relative files start.
 * @throws {ProxyboError} `USAGE` for anything else.
 */
export function trackerOf(text: string, directory: string, env: NodeJS.ProcessEnv): Tracker {
  const [, kind, where] = /^(\w+):(.+)$/s.exec(text) ?? [];
  if (kind === "jsonl") return jsonlTracker(resolve(directory, where!));
  if (kind !== "mlflow") throw malformed(text, "expected mlflow:<address> or jsonl:<file>");
  const address = URL.canParse(where!) ? new URL(where!) : undefined;
  if (address?.protocol !== "http:" && address?.protocol !== "https:")
    throw malformed(text, "expected the address of a server after mlflow:, e.g. http://localhost:5000");
  if (address.username !== "" || address.password !== "")
    throw malformed(
      `mlflow:${address.protocol}//…@${address.host}`,
      "a password would be kept with the study: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
    );
  return mlflowTracker(`${address.origin}${address.pathname}`, env);
}

function malformed(text: string, hint: string): ProxyboError {
  return new ProxyboError("USAGE", `cannot track to '${text}'`, { place: { field: "track" }, hint });
}
