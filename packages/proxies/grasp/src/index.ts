import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { grasp } from "./grasp.ts";

export { grasp } from "./grasp.ts";

export default definePlugin({
  name: "@proxybo/proxy-grasp",
  version: "0.1.0",
  proxies: {
    grasp: {
      description: "how the weights preserve the flow of gradients, by a Hessian-vector product (GraSP)",
      options: z.strictObject({}),
      create: () => grasp,
    },
  },
});
