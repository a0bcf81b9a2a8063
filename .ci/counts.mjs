// Prints the closing line `N passed, N failed, N skipped` from the counts that vitest wrote.
import { existsSync, readFileSync } from "node:fs";

const [, , file] = process.argv;
const counts = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
const brokenSuites = (counts.testResults ?? []).filter(
  (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
).length;
console.log(
  `${counts.numPassedTests} passed, ${counts.numFailedTests + brokenSuites} failed, ${counts.numPendingTests + (counts.numTodoTests ?? 0)} skipped`,
);
