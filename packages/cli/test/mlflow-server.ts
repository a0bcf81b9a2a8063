import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const key = z.string().regex(/^[\w\-. /]{1,250}$/);
const pair = (longest: number) => z.strictObject({ key, value: z.string().max(longest) });
const time = z.int().min(1_000_000_000_000);

/** The requests that are used, as MLflow documents them (REST API 2.0, https://mlflow.org/docs/latest/rest-api.html). */
const requests = {
  "experiments/create": z.strictObject({ name: z.string().min(1) }),
  "runs/create": z.strictObject({
    experiment_id: z.string(),
    run_name: z.string(),
    start_time: time,
    tags: z.array(pair(5000)).max(100),
  }),
  "runs/log-batch": z.strictObject({
    run_id: z.string(),
    metrics: z.array(z.strictObject({ key, value: z.number(), timestamp: time, step: z.int() })).max(1000),
    params: z.array(pair(500)).max(100),
    tags: z.array(pair(5000)).max(100),
  }),
  "runs/update": z.strictObject({
    run_id: z.string(),
    status: z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
    end_time: time,
  }),
} as const;

export interface KeptRun {
  readonly experiment: string;
  readonly name: string;
  status: string;
  readonly tags: Record<string, string>;
  readonly params: Record<string, string>;
  readonly metrics: Record<string, number>;
}

/** A server that takes what MLflow documents, and refuses everything else with its errors. */
export interface MlflowServer extends AsyncDisposable {
  readonly url: string;
  readonly runs: readonly KeptRun[];
  readonly refusals: readonly string[];
  readonly authorizations: ReadonlySet<string | undefined>;
  /** How the next requests fail, in order: a status, or not. */
  readonly failures: (number | "none")[];
}

export async function mlflowServer(): Promise<MlflowServer> {
  const experiments = new Map<string, string>();
  const runs: KeptRun[] = [];
  const refusals: string[] = [];
  const authorizations = new Set<string | undefined>();
  const failures: (number | "none")[] = [];

  const runOf = (id: string): KeptRun => {
    const run = runs[Number(id.slice("run-".length)) - 1];
    if (run === undefined) throw new Error(`no run '${id}'`);
    return run;
  };
  const handle = (method: string, url: URL, body: string): readonly [number, unknown] => {
    const refuse = (status: number, code: string, message: string): readonly [number, unknown] => {
      if (status !== 404) refusals.push(`${url.pathname}: ${message}`);
      return [status, { error_code: code, message }];
    };
    const path = url.pathname.replace("/api/2.0/mlflow/", "");
    if (method === "GET" && path === "experiments/get-by-name") {
      const name = url.searchParams.get("experiment_name") ?? "";
      const id = experiments.get(name);
      if (id === undefined) return refuse(404, "RESOURCE_DOES_NOT_EXIST", `no experiment '${name}'`);
      return [200, { experiment: { experiment_id: id, name, lifecycle_stage: "active" } }];
    }
    if (method !== "POST" || !Object.hasOwn(requests, path))
      return refuse(404, "ENDPOINT_NOT_FOUND", `no endpoint ${method} ${path}`);
    const parse = <T>(schema: z.ZodType<T>): T => schema.parse(JSON.parse(body));
    try {
      if (path === "experiments/create") {
        const { name } = parse(requests[path]);
        if (experiments.has(name)) return refuse(400, "RESOURCE_ALREADY_EXISTS", name);
        experiments.set(name, String(experiments.size + 1));
        return [200, { experiment_id: experiments.get(name) }];
      }
      if (path === "runs/create") {
        const { experiment_id, run_name, tags } = parse(requests[path]);
        const experiment = [...experiments].find(([, id]) => id === experiment_id)?.[0];
        if (experiment === undefined) return refuse(400, "INVALID_PARAMETER_VALUE", experiment_id);
        runs.push({
          experiment,
          name: run_name,
          status: "RUNNING",
          tags: recordOf(tags),
          params: {},
          metrics: {},
        });
        return [200, { run: { info: { run_id: `run-${runs.length}`, status: "RUNNING" }, data: {} } }];
      }
      if (path === "runs/update") {
        const { run_id, status } = parse(requests[path]);
        runOf(run_id).status = status;
      } else {
        const { run_id, params, metrics } = parse(requests["runs/log-batch"]);
        Object.assign(runOf(run_id).params, recordOf(params));
        Object.assign(runOf(run_id).metrics, recordOf(metrics));
      }
      return [200, {}];
    } catch (error) {
      return refuse(400, "INVALID_PARAMETER_VALUE", String(error));
    }
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const failure = failures.shift();
      authorizations.add(request.headers.authorization);
      const [status, document] =
        failure === undefined || failure === "none"
          ? handle(request.method!, new URL(request.url!, "http://localhost"), body)
          : ([failure, { error_code: "X", message: "as the test says" }] as const);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(document));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    refusals,
    authorizations,
    failures,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  return body;
}

function recordOf<T>(pairs: readonly { readonly key: string; readonly value: T }[]): Record<string, T> {
  return Object.fromEntries(pairs.map(({ key: name, value }) => [name, value]));
}
