export { type Created, createPlugin, type Wish } from "./create.ts";
