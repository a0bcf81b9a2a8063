import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { params } from "./params.ts";

export { params } from "./params.ts";

export default definePlugin({
  name: "@proxybo/proxy-params",
  version: "0.1.0",
  proxies: {
    params: {
      description: "number of parameters; needs neither a runtime nor data",
      options: z.strictObject({}),
      create: () => params,
    },
  },
});
