import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRandom } from "@proxybo/core";
import { requestFor, testObjective } from "@proxybo/core/testing";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templateNameObjective } from "./index.ts";

const space = nb201();
const request = requestFor(space, space.sample(createRandom(1)));

/** The error is a formula of the architecture; other paths do what goes wrong in practice. */
function answerTo(path: string | undefined, body: string): [status: number, answer: string] {
  if (path === "/broken") return [500, "out of memory"];
  if (path === "/garbage") return [200, "<html>"];
  if (path === "/empty") return [200, "{}"];
  const { architecture, seed } = JSON.parse(body) as { architecture: string; seed: number };
  return [200, JSON.stringify({ error: architecture.split("none").length, metrics: { seed } })];
}

/** A training service. */
const service = createServer((incoming, response) => {
  let body = "";
  incoming.setEncoding("utf8").on("data", (part: string) => (body += part));
  incoming.on("end", () => {
    if (incoming.url === "/silent") return;
    const [status, answer] = answerTo(incoming.url, body);
    response.writeHead(status).end(answer);
  });
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((listening) => service.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
});

const objective = (path: string, timeout = 30) =>
  templateNameObjective({ url: `${url}${path}`, timeout, headers: {} });

describe("the contract of an objective", () => {
  for (const { name, run } of testObjective(() => objective("/train"), { space })) it(name, () => run());
});

describe("template-name", () => {
  it("sends the architecture and the seed, and takes error and metrics", async () => {
    const expected = request.text.split("none").length;
    expect(await objective("/train").evaluate(request)).toMatchObject({
      status: "ok",
      error: expected,
      metrics: { seed: request.seed },
    });
  });

  it.each([
    ["/broken", { code: "OBJECTIVE_FAILED", reason: /got 500/, log: "out of memory" }],
    ["/garbage", { code: "OBJECTIVE_FAILED", reason: /JSON/ }],
    ["/empty", { code: "OBJECTIVE_FAILED", reason: /no 'error'/ }],
  ])("turns what %s answers into a failed evaluation", async (path, { reason, ...rest }) => {
    const failed = { status: "failed", reason: expect.stringMatching(reason), ...rest };
    expect(await objective(path).evaluate(request)).toMatchObject(failed);
  });

  it("fails where nobody answers in time, and where nobody is there", async () => {
    expect(await objective("/silent", 0.2).evaluate(request)).toMatchObject({ code: "OBJECTIVE_TIMEOUT" });
    const nobody = templateNameObjective({ url: "http://127.0.0.1:1", timeout: 30, headers: {} });
    expect(await nobody.evaluate(request)).toMatchObject({ code: "OBJECTIVE_FAILED" });
  });

  it("gives a request up when the run is stopped, with the signal's reason", async () => {
    const stop = new AbortController();
    const evaluation = objective("/silent").evaluate({ ...request, signal: stop.signal });
    const reason = new Error("stopped");
    setTimeout(() => stop.abort(reason), 100);
    await expect(evaluation).rejects.toBe(reason);
  });
});
