/**
 * Measures what an install of each package puts on the disk and writes it into the READMEs: `pnpm sizes`.
 *
 * Every package is packed as it would be published and installed by itself into an empty project.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll } from "../e2e/pack.ts";
import { installProjects, projectOf } from "../e2e/projects.ts";
import { serveTarballs } from "../e2e/registry.ts";
import { installedSize } from "./installed-size.ts";
import { publishedPackages } from "./plugin-sources.ts";
import { withSize } from "./size-line.ts";

const folder = mkdtempSync(join(tmpdir(), "proxybo-sizes-"));
try {
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  packAll(tarballs);
  await using registry = await serveTarballs(tarballs);
  const packages = publishedPackages();
  const projects = join(folder, "projects");
  await installProjects(
    projects,
    registry.url,
    Object.fromEntries(packages.map(({ manifest: { name } }) => [projectOf(name), [name]])),
  );
  for (const { folder: source, manifest } of packages) {
    const { name } = manifest;
    const size = installedSize(join(projects, projectOf(name), "node_modules", name));
    const readme = join(source, "README.md");
    writeFileSync(readme, withSize(readFileSync(readme, "utf8"), size));
    console.log(name.padEnd(34), `${size.own}`.padStart(9), `${size.total}`.padStart(10), size.packages);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
