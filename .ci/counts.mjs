// Names each failed test once more, then prints the closing line `N passed, N failed, N skipped`: all from the file that
// vitest wrote.
import { existsSync, readFileSync } from "node:fs";

const [, , file] = process.argv;
const counts = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
const brokenSuites = (counts.testResults ?? []).filter(
  (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
).length;
for (const suite of counts.testResults ?? []) {
  if (suite.status === "failed" && suite.message) console.log(`failed: ${suite.name}\n${suite.message}`);
  for (const test of suite.assertionResults.filter(({ status }) => status === "failed")) {
    console.log(`failed: ${suite.name}: ${test.fullName}\n${test.failureMessages.join("\n")}`);
  }
}
console.log(
  `${counts.numPassedTests} passed, ${counts.numFailedTests + brokenSuites} failed, ${counts.numPendingTests + (counts.numTodoTests ?? 0)} skipped`,
);
