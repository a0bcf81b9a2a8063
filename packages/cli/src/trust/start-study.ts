import { type Assembly, createStudy, type Study } from "@proxybo/core";
import { rememberSettings } from "./own-settings.ts";

/** Makes a new study of the user's own: going on with it will need no question. */
export async function startStudy({ options }: Assembly): Promise<Study<unknown>> {
  if (options.settings !== undefined) await rememberSettings(options.settings);
  return createStudy(options);
}
