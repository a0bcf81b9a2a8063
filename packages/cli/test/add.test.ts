import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
beforeAll(async () => {
  at = await createWorkspace();
  await at.write("package.json", JSON.stringify({ name: "project", private: true }));
  await at.write("yarn.lock", "");
});
afterAll(() => at.remove());

it("proxybo add shows the command, and installs nothing where it cannot ask", async () => {
  const { code, stdout, stderr } = await at.proxybo("add", "nb201", "proxybo-proxy-mine");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  // The packages of this repository are found from its folders; a third party's is not.
  expect(stderr).toMatch(/yarn add .*proxybo-proxy-mine/);
  expect(stderr).toContain("nothing was installed: there is no terminal to ask on");
  expect(stderr).toContain("add --yes");
});

it("proxybo add refuses a plugin that nobody offers, with the nearest", async () => {
  const { code, stderr } = await at.proxybo("add", "synflo", "--yes");
  expect(code).toBe(2);
  expect(stderr).toContain("unknown plugin 'synflo'");
  expect(stderr).toContain("did you mean 'synflow'");
});

it("proxybo add --json says what it did: nothing where all is installed", async () => {
  const { code, document } = await at.json("add", "spaces", "proxies", "--yes");
  expect(code).toBe(0);
  expect(document).toEqual({ version: 1, manager: "yarn", command: null, packages: [] });
});
