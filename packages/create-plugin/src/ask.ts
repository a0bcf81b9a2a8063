import { isCancel, select, text } from "@clack/prompts";
import { messageOf, ProxyboError } from "@proxybo/core";
import type { Wish } from "./create.ts";
import { readDecision } from "./decisions.ts";
import { kinds } from "./kinds.ts";
import { namesOf } from "./names.ts";

/** Asks on the terminal for kind, name and decisions, where the flags did not say them. */
export async function ask(given: Wish): Promise<Wish> {
  const kind =
    given.kind ??
    answered(
      await select({
        message: "What kind of plugin?",
        options: kinds.map((value) => ({ value, label: value })),
      }),
    );
  const name =
    given.name ??
    (await enter("What is it called in a search?", (value) =>
      faultOf(() => namesOf(kind, value, given.package)),
    ));
  const asksDecisions = kind === "space" && given.decisions === undefined;
  return { ...given, kind, name, ...(asksDecisions && { decisions: await askDecisions() }) };
}

async function askDecisions(): Promise<readonly string[]> {
  const decisions: string[] = [];
  for (;;) {
    const message =
      decisions.length === 0
        ? "A decision with its values, such as depth=2,3,4 (nothing: an example of four decisions)"
        : "One more decision (nothing: that is all)";
    const given = await enter(message, (value) =>
      value === "" ? undefined : faultOf(() => readDecision(value)),
    );
    if (given === "") return decisions;
    decisions.push(given);
  }
}

async function enter(message: string, check: (value: string) => string | undefined): Promise<string> {
  return answered(await text({ message, defaultValue: "", validate: (value) => check(value ?? "") }));
}

function faultOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new ProxyboError("USAGE", "cancelled; nothing was written");
  return answer as Exclude<T, symbol>;
}
