import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
// Inside `test`, whose dependencies are all packages of the project, so that examples resolve them as a user's would.
const folder = mkdtempSync(join(import.meta.dirname, ".examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every TypeScript example of the docs, runnable as it stands. */
const examples = globSync(["README.md", "docs/**/*.md", "packages/{*,*/*}/README.md"], { cwd: root }).flatMap(
  (file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match, i) => ({
      name: `${file}, example ${i + 1}`,
      code: match[1]!,
    })),
);

describe("examples in the docs", () => {
  it("are there", () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  it("are checked by the compiler, as a strict project does", () => {
    for (const [i, { name, code }] of examples.entries())
      writeFileSync(join(folder, `${i}.ts`), `// ${name}\n${code}\nexport {};\n`);
    const compilerOptions = {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      sourceMap: false,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
  });

  it.each(examples)("$name runs", ({ code }) => {
    // `x; // => 4` states the value of an expression.
    const checked = code.replace(
      /^(.+?);? \/\/ => (.+)$/gm,
      "(await import('node:assert/strict')).default.deepEqual($1, $2);",
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--input-type=module-typescript", "--eval", checked],
      { cwd: folder, encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
