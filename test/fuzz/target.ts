import { ProxyboError } from "@proxybo/core";
import type fc from "fast-check";
import { type Either, isLeft } from "fp-ts/lib/Either.js";

/** Something that parses what strangers wrote. */
export interface Target<T = never> {
  readonly name: string;
  /** How many cases `pnpm fuzz` gives it; more where a case takes less. */
  readonly cases: number;
  /** What it is given; `folder` is its own. */
  readonly given: (folder: string) => Promise<fc.Arbitrary<T>>;
  /** Whether it took the case; it refuses by a `ProxyboError`, and by nothing else. */
  readonly takes: (given: T, folder: string) => Promise<boolean>;
}

/** Targets of different inputs in one list. */
export function target<T>(parts: Target<T>): Target {
  return parts as unknown as Target;
}

/** What `parse` gives, or nothing where it refuses; anything that it throws but a `ProxyboError` is a crash. */
export async function refusable<T>(parse: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await parse();
  } catch (thrown) {
    if (thrown instanceof ProxyboError) return undefined;
    throw thrown;
  }
}

/** The value on the right; what is on the left must be a `ProxyboError`. */
export function rightOf<T>(either: Either<unknown, T>): T | undefined {
  if (!isLeft(either)) return either.right;
  if (either.left instanceof ProxyboError) return undefined;
  throw new TypeError(`expected a ProxyboError, got ${String(either.left)}`);
}
