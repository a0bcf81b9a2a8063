import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { synflow } from "./synflow.ts";

export { synflow } from "./synflow.ts";

export default definePlugin({
  name: "@proxybo/proxy-synflow",
  version: "0.1.0",
  proxies: {
    synflow: {
      description: "flow of absolute weights from input to output, without data (SynFlow), as a logarithm",
      options: z.strictObject({}),
      create: () => synflow,
    },
  },
});
