import { kinds } from "./kinds.ts";

export const help = `create-proxybo-plugin writes a complete small plugin for proxybo: source, conformance test, README, types, build, CI.

  npm create proxybo-plugin [kind] [name] -- [flags]

  kind               ${kinds.join(", ")}
  name               what a search calls it, such as sharpness

  --kind, --name     the same as flags
  --package <name>   the package's name (default: proxybo-<kind>-<name>)
  --folder <path>    where it is written, empty or not there yet (default: the package's name)
  --decision <list>  of a space: a decision with its values, depth=2,3,4; once for each decision
  --author <name>    who holds the copyright (default: the authors of the package)
  --yes, -y          do not ask, also on a terminal
  --version, --help

Examples
  npm create proxybo-plugin
      asks for kind and name
  npm create proxybo-plugin proxy sharpness
      a proxy 'sharpness' in proxybo-proxy-sharpness
  npm create proxybo-plugin space convnets -- --decision depth=2,3,4 --decision width=16,32 --decision block=plain,residual
      a space of all combinations of three decisions
`;
