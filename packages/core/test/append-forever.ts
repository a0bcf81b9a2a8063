// Appends observations to the study `argv[3]` of the store `argv[2]`, at most `argv[4]` of them, and prints the n of
// each after it was acknowledged.
import { writeSync } from "node:fs";
import { sqliteStore } from "../src/store/sqlite.ts";
import { exampleObservation, exampleStudy } from "../src/testing/store-examples.ts";

const [, , path, study, most = "Infinity"] = process.argv;
const store = await sqliteStore(path!);
await store.createStudy(exampleStudy(study!)).catch((error) => {
  if (error.code !== "STUDY_EXISTS") throw error;
});
const begin = (await store.observations(study!)).length + 1;
for (let n = begin; n < begin + Number(most); n++) {
  // The score first: a run that is killed in between begins with the same n again.
  await store.putProxyScores("scope", "proxy", new Map([[`${study}/${n}`, { raw: n, seconds: 0 }]]));
  await store.appendObservation(study!, exampleObservation(n, 100 / n));
  writeSync(1, `${n}\n`);
}
await store.close();
