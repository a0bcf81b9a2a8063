import { describe, expect, it } from "vitest";
import { hostile, hostileStudy } from "../fixtures/hostile-study.ts";
import { observationOf, studyOf } from "../fixtures/studies.ts";
import { reportPage } from "./page.ts";

/** No text became markup, and nothing is loaded. */
function expectInert(page: string): void {
  expect(page).not.toMatch(/<script|<img|<iframe|<object|<link/i);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  // No attribute of an event within any tag that is really one.
  for (const [tag] of page.matchAll(/<[a-z][^<>]*>/gi))
    expect(tag.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=/i);
  expect(page).not.toMatch(/(?:src|href)="(?!#)|url\((?!#)|@import/);
  expect(page).toContain("default-src 'none'");
  expect(page).toContain("&lt;script&gt;document.documentElement");
  expect(page).not.toMatch(/\bNaN\b|\bundefined\b/);
}

describe("a report", () => {
  it("of one study has every part, and runs no text as markup", async () => {
    const page = await reportPage([hostileStudy("a", 1)]);
    expectInert(page);
    for (const part of [
      "Lowest error so far",
      "Best cells",
      "Who is trusted",
      "Proxies against training",
      "Calibration of the surrogate",
      "Evaluations",
      "Settings",
      "How to make it again",
    ])
      expect(page).toContain(`<h2>${part}</h2>`);
    // Two curves, three cells, two figures of sources, one each of a proxy and calibration.
    expect(page.match(/<svg/g)).toHaveLength(9);
  });

  it("of several studies compares them, seeds as one curve", async () => {
    const page = await reportPage([hostileStudy("a", 1), hostileStudy("b", 2), hostileStudy("c", 3)]);
    expectInert(page);
    expect(page).toContain("3 studies compared");
    expect(page).toMatch(/<table class="names-2">\s*<thead>\s*<tr>\s*<th scope="col">study</);
    expect(page).toContain(".names-2 :is(th, td):nth-child(2) { text-align: left; }");
    expect(page).toMatch(/<td>3<\/td>\s*<td>20\.00 ± 1\.00<\/td>/);
  });

  it("takes no object of a store for markup of its own", async () => {
    const forged = { markup: hostile } as unknown as string;
    const study = studyOf("a", [
      observationOf(1, 5, { text: forged, why: { rule: forged } }),
      observationOf(2, undefined, { outcome: { status: "failed", code: forged, reason: forged } }),
    ]);
    const page = await reportPage([study]);
    expectInert(page);
    expect(page).toContain("{&quot;markup&quot;:");
  });

  it("says what there is of a study without evaluations, or without a success", async () => {
    const empty = await reportPage([studyOf("a", [])]);
    expect(empty).toContain("<dd>none</dd>");
    expect(empty).not.toContain("<svg");
    const failed = await reportPage([studyOf("a", [observationOf(1, undefined)]), studyOf("b", [])]);
    expect(failed).toContain("No evaluation has succeeded yet.");
    expect(failed).toContain("out of memory");
  });

  it("of very many evaluations lists the best and the latest, and stays small", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      observationOf(i + 1, 20 + ((i * 7919) % 10_007) / 1000),
    );
    const page = await reportPage([studyOf("a", many)]);
    expect(page).toContain("The best and the latest of 20000");
    expect(page.match(/<th scope="row">/g)!.length).toBeLessThanOrEqual(2001);
    expect(page.length).toBeLessThan(2_500_000);
  });
});
