import { type EvaluationRequest, messageOf, type Objective, type Outcome, outcomeOf } from "@proxybo/core";
import { z } from "zod";

export interface TemplateNameOptions {
  readonly url: string;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
}

export const templateNameOptions: z.ZodType<TemplateNameOptions> = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe("where architectures are posted to"),
  timeout: z.number().positive().default(86_400).describe("seconds that an evaluation may take"),
  headers: z.record(z.string(), z.string()).default({}).describe("added to each request"),
});

/**
 * Has architectures evaluated by a training service: posts `{ n, architecture, key, seed }` as JSON to `url` and expects
 * `{ "error": 12.5, "metrics": { … } }`, the error in percent.
 *
 * What the service does is a value: an HTTP status that is no success, a body that is no JSON, a result without an error
 * and a timeout are failed evaluations, and the search goes on. Where the run is stopped, the request is given up.
 */
export function templateNameObjective({ url, timeout, headers }: TemplateNameOptions): Objective {
  return {
    name: "template-name",
    evaluate: async (request) => {
      request.signal.throwIfAborted();
      const begin = performance.now();
      const outcome = await ask(request, { url, timeout, headers });
      return { ...outcome, seconds: (performance.now() - begin) / 1000 };
    },
  };
}

async function ask(request: EvaluationRequest, options: TemplateNameOptions): Promise<Outcome> {
  const { n, text: architecture, key, seed, signal } = request;
  const late = AbortSignal.timeout(options.timeout * 1000);
  try {
    const response = await fetch(options.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...options.headers },
      body: JSON.stringify({ n, architecture, key, seed }),
      signal: AbortSignal.any([signal, late]),
    });
    const body = await response.text();
    if (!response.ok) return failed(`expected a status of 2xx, got ${response.status}`, body);
    return outcomeOf(JSON.parse(body), options.url);
  } catch (thrown) {
    signal.throwIfAborted();
    if (late.aborted)
      return { status: "failed", code: "OBJECTIVE_TIMEOUT", reason: `no answer within ${options.timeout} s` };
    return failed(`${options.url}: ${messageOf(thrown)}`);
  }
}

function failed(reason: string, log = ""): Outcome {
  return {
    status: "failed",
    code: "OBJECTIVE_FAILED",
    reason,
    ...(log !== "" && { log: log.slice(0, 4000) }),
  };
}
