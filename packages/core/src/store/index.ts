export { memoryStore } from "./memory.ts";
export { type RepairReport, repairStore } from "./repair.ts";
export { sqliteStore } from "./sqlite.ts";
export { formatStudy, parseStudy } from "./study-lines.ts";
