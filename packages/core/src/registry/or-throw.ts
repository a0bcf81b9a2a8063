import { getOrElseW, type Either } from "fp-ts/lib/Either.js";

/** The value of an `Either`, where a failure ends what is under way: throws the error. */
export const orThrow: <E extends Error, T>(either: Either<E, T>) => T = getOrElseW((error: Error) => {
  throw error;
});
