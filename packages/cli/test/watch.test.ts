import { existsSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { sqliteStore } from "@proxybo/core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readStatus } from "../src/control/files.ts";
import { slowObjective } from "./slow-objective.ts";
import { createWorkspace, type Started, type Workspace } from "./workspace.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (file) => existsSync(file),
);
const timeout = 90_000;

let at: Workspace;
let store: string;
const started: Started[] = [];
beforeAll(async () => {
  at = await createWorkspace();
  store = at.path("studies.sqlite");
  await at.write("objective.ts", slowObjective(200));
});
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.child.kill("SIGKILL");
    await one.finished;
  }
});
afterAll(() => at.remove());

function start(...argv: readonly string[]): Started {
  const one = at.start(argv);
  started.push(one);
  return one;
}

/** A run that goes on for long; its id once it has begun. */
async function startRun(name: string, ...more: readonly string[]): Promise<{ run: Started; id: string }> {
  const objective = ["--objective", "module", "--set", "objective.options.path=objective.ts"];
  const run = start("run", "--space", "nb201", ...objective, "--strategy", "random", "--name", name, ...more);
  await run.said("; study ");
  await using open = await sqliteStore(store);
  return { run, id: (await open.study(name)).id };
}

async function startWatch(...argv: readonly string[]): Promise<{ watch: Started; url: URL }> {
  const watch = start("watch", "--port", "0", ...argv);
  const text = await new Promise<string>((resolve) => {
    let heard = "";
    watch.child.stdout!.on("data", (chunk: string) => {
      heard += chunk;
      if (heard.includes("\n")) resolve(heard);
    });
  });
  return { watch, url: new URL(text.split("\n")[0]!) };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A request with any header, as no browser would let a page send it. */
function ask(
  url: URL,
  path: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: url.hostname, port: url.port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: text }),
      );
    })
      .on("error", reject)
      .end(body);
  });
}

/** The cookie that the address with the token gives. */
async function cookieOf(url: URL): Promise<string> {
  const { status, headers } = await ask(url, url.pathname + url.search);
  expect(status).toBe(303);
  const [cookie] = headers["set-cookie"]!;
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  return cookie!.split(";")[0]!;
}

describe("proxybo watch", () => {
  it("shows nothing to one without the token, and takes no wish from elsewhere", { timeout }, async () => {
    const { id } = await startRun("guarded");
    const { url } = await startWatch("guarded");
    expect(url.hostname).toBe("127.0.0.1");
    const study = `/study/${id}`;
    for (const path of ["/", study, `/events${study}`, "/watch.js", "/?token=guess"]) {
      const { status, body } = await ask(url, path);
      expect([path, status]).toEqual([path, 403]);
      expect(body).not.toContain("guarded");
    }
    const cookie = await cookieOf(url);
    const page = await ask(url, study, { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.body).not.toMatch(/<script(?! src="\/watch\.js" defer><\/script>)/);

    // A name of another site that points here (DNS rebinding), with the cookie or not.
    for (const host of [`evil.example:${url.port}`, "evil.example", "127.0.0.1.evil.example"])
      expect((await ask(url, study, { headers: { cookie, host } })).status).toBe(421);
    expect((await ask(url, study, { headers: { cookie, host: `localhost:${url.port}` } })).status).toBe(200);

    const wish = (headers: Record<string, string>, body = '{"wish":"stop"}') =>
      ask(url, `/control/${id}`, { method: "POST", body, headers });
    const json = { "content-type": "application/json" };
    const own = { ...json, cookie, host: url.host, origin: url.origin };
    const refused: readonly (readonly [Record<string, string>, number])[] = [
      [{ ...own, origin: "http://evil.example" }, 403],
      [{ ...own, origin: "null" }, 403],
      [{ ...json, cookie, host: url.host }, 403],
      [{ ...own, "sec-fetch-site": "cross-site" }, 403],
      [{ ...own, cookie: "" }, 403],
      [{ ...own, host: "evil.example", origin: "http://evil.example" }, 421],
      [{ ...own, "content-type": "text/plain" }, 415],
    ];
    for (const [headers, status] of refused) expect((await wish(headers)).status).toBe(status);
    expect((await wish(own, '{"wish":"delete"}')).status).toBe(400);
    expect((await wish(own, `{"wish":"stop"}${" ".repeat(5000)}`)).status).toBe(400);
    expect(
      (await ask(url, `/control/..%2Fother`, { method: "POST", body: '{"wish":"stop"}', headers: own }))
        .status,
    ).toBe(409);
    expect(await readStatus(store, id)).toMatchObject({ state: "running" });
  });

  it("says where it cannot listen, and warns where others can reach it", { timeout }, async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await at.proxybo("watch", "--port", String(port));
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot listen at 127.0.0.1, port ${port}`);
    taken.close();
    const { watch, url } = await startWatch("--host", "0.0.0.0");
    await watch.said("others can reach this");
    expect(url.hostname).toBe("localhost");
    watch.child.kill("SIGINT");
    expect((await watch.finished).code).toBe(0);
  });
});

describe.skipIf(executablePath === undefined)(
  `proxybo watch in a browser${executablePath === undefined ? " (skipped: no chromium)" : ""}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    }, timeout);
    afterAll(() => browser.close());

    /** A page, and what went wrong in it. */
    async function open(url: URL): Promise<{ page: Page; troubles: string[] }> {
      const page = await (await browser.newContext()).newPage();
      const troubles: string[] = [];
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") troubles.push(message.text());
      });
      page.on("request", (sent) => {
        if (new URL(sent.url()).origin !== url.origin && !sent.url().startsWith("data:"))
          troubles.push(`asked for ${sent.url()}`);
      });
      await page.goto(url.href);
      return { page, troubles };
    }
    const done = async (page: Page): Promise<number> =>
      Number(/(\d+) of/.exec(await page.locator("#part-status").innerText())?.[1]);

    it("follows a study, pauses it, resumes it, and stops it after the current", { timeout }, async () => {
      const { run } = await startRun("followed", "--evaluations", "500");
      const { url } = await startWatch("followed");
      const { page, troubles } = await open(url);
      await page.getByText("running", { exact: true }).waitFor();
      expect(new URL(page.url()).search).toBe("");
      await page.getByText(/half of \d+/).waitFor();
      const first = await done(page);
      const figure = await page.locator("#part-incumbent svg").first().innerHTML();
      await expect.poll(() => done(page), { timeout: 20_000 }).toBeGreaterThan(first + 2);
      await expect
        .poll(() => page.locator("#part-incumbent svg").first().innerHTML(), { timeout: 20_000 })
        .not.toBe(figure);
      expect(await page.locator("#part-cells svg").count()).toBe(3);

      // Cancelled: nothing is sent.
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      const before = await done(page);
      await expect.poll(() => done(page), { timeout: 20_000 }).toBeGreaterThan(before + 5);

      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
      await page.getByText("paused", { exact: true }).waitFor();
      const paused = await done(page);
      await page.waitForTimeout(1500);
      expect(await done(page)).toBe(paused);
      await page.getByRole("button", { name: "Resume" }).click();
      await expect.poll(() => done(page), { timeout: 20_000 }).toBeGreaterThan(paused);

      await page.getByRole("button", { name: "Stop after current" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Stop after current" }).click();
      expect((await run.finished).stdout).toContain("Finished early");
      await page.getByText("not running", { exact: true }).waitFor();
      expect(await page.getByRole("button", { name: "Stop" }).count()).toBe(0);
      expect(troubles).toEqual([]);
    });

    it("lists what runs, also what starts later, and stops the one that is meant", { timeout }, async () => {
      const first = await startRun("first of two");
      const { url } = await startWatch();
      const { page, troubles } = await open(url);
      await page.getByRole("link", { name: "first of two" }).first().waitFor();
      const second = await startRun("<b>second</b>");
      await page.getByRole("link", { name: "<b>second</b>" }).first().click();
      await page.getByRole("heading", { name: "<b>second</b>" }).waitFor();
      await page.getByRole("button", { name: "Stop after current" }).click();
      await page.getByRole("dialog").getByText(`proxybo resume ${second.id}`).waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Stop after current" }).click();
      expect((await second.run.finished).stdout).toContain("Finished early");
      expect(await readStatus(store, first.id)).toMatchObject({ state: "running" });
      expect(troubles).toEqual([]);
    });
  },
);
