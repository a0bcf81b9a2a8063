import { expect, it } from "vitest";
import { invocation } from "./invocation.ts";

it("what to type next starts as the command itself was started", () => {
  expect(invocation({})).toBe("proxybo");
  expect(invocation({ npm_lifecycle_event: "quickstart" })).toBe("npm run proxybo --");
  expect(invocation({ npm_lifecycle_event: "test" })).toBe("proxybo");
});
