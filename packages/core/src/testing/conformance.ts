/**
 * One behaviour of a contract. Suites are lists of cases, so that any test runner can run them:
 * `for (const { name, run } of testSpace(space)) test(name, run)`.
 */
export interface ConformanceCase {
  readonly name: string;
  /** Rejects (an `AssertionError` of node:assert) where the behaviour is missing. */
  readonly run: () => Promise<void>;
}
