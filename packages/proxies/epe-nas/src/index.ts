import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { epeNas } from "./epe-nas.ts";

export { epeNas } from "./epe-nas.ts";

export default definePlugin({
  name: "@proxybo/proxy-epe-nas",
  version: "0.1.0",
  proxies: {
    epe_nas: {
      description: "how differently the untrained network reacts to examples of one class (EPE-NAS)",
      options: z.strictObject({}),
      create: () => epeNas,
    },
  },
});
