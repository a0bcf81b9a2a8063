import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A registry on this machine that holds the tarballs of one folder, for any package manager to install from. */
export interface LocalRegistry extends AsyncDisposable {
  /** With the slash at its end, as `.npmrc` wants it. */
  readonly url: string;
}

interface Tarball {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * Serves packed packages over the protocol of the npm registry, as far as an install needs it: one version each, its
 * manifest, its tarball and their hashes. So what is tested is what a user types, `npm install @proxybo/cli`, with
 * peers and ranges resolved by the package manager itself.
 */
export async function serveTarballs(folder: string): Promise<LocalRegistry> {
  const tarballs = readdirSync(folder).map((file): Tarball => {
    const text = execFileSync("tar", ["-xzOf", join(folder, file), "package/package.json"], {
      encoding: "utf8",
    });
    return {
      manifest: JSON.parse(text) as Tarball["manifest"],
      file,
      bytes: readFileSync(join(folder, file)),
    };
  });
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url!, url).pathname).slice(1);
    const tarball = tarballs.find(({ manifest, file }) =>
      [manifest.name, file, `latest/${manifest.name}.tgz`].includes(asked),
    );
    if (tarball === undefined) return response.writeHead(404).end("{}");
    if (asked !== tarball.manifest.name) return response.end(tarball.bytes);
    return response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify(packument(tarball, url)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What a registry tells about a package: its versions, each with manifest, address and hashes of the tarball. */
function packument({ manifest, file, bytes }: Tarball, url: string): unknown {
  const dist = {
    tarball: url + file,
    integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
    shasum: createHash("sha1").update(bytes).digest("hex"),
  };
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
    time: { [manifest.version]: "2020-01-01T00:00:00.000Z" },
  };
}
