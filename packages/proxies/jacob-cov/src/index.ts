import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { jacobCov } from "./jacob-cov.ts";

export { jacobCov } from "./jacob-cov.ts";

export default definePlugin({
  name: "@proxybo/proxy-jacob-cov",
  version: "0.1.0",
  proxies: {
    jacob_cov: {
      description: "how differently the untrained network reacts to the examples of a mini-batch",
      options: z.strictObject({}),
      create: () => jacobCov,
    },
  },
});
