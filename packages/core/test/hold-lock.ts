// Holds the lock `argv[4]` of study `argv[3]` in the store `argv[2]`, says so, and lives until it is ended.
import { sqliteStore } from "../src/store/sqlite.ts";

const [, , path, study, name] = process.argv;
const store = await sqliteStore(path!);
await store.lock(study!, name!);
process.stdout.write("held\n");
setInterval(() => {}, 1000);
