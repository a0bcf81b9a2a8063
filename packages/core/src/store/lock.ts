import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { LockOptions, StudyLock } from "../contracts/lock.ts";
import { ProxyboError } from "../errors/error.ts";
import { type Liveness, livenessOf, type ProcessIdentity, thisProcess } from "./process-identity.ts";

/** Who holds a lock: `beat` grows as long as it lives. */
export interface LockRow {
  readonly token: string;
  readonly owner: ProcessIdentity;
  readonly beat: number;
}

/** Where one lock is kept. */
export interface LockTable {
  /** In one step for all processes: reads who holds the lock, and puts `next` in its place where `decide` says so. */
  replace(decide: (held: LockRow | undefined) => LockRow | undefined): LockRow | undefined;
  /** A sign of life; `false` where the lock is no longer this owner's. */
  beat(token: string): boolean;
  remove(token: string): void;
}

interface LockPlace {
  readonly study: string;
  readonly name: string;
  readonly location: string;
}

type Guard = <T>(work: () => T) => T;

/** Locks that this process let go of without being able to say so in the store. */
const released = new Set<string>();

/** Milliseconds between looks at a lock that another holds. */
const patience = 50;

/**
 * Takes a lock: at once where it is free or its owner is dead; after `expiry` where its owner cannot be seen and gives no
 * sign of life. An owner that is seen alive is waited for, `wait` seconds, and never replaced.
 */
export async function takeLock(
  guard: Guard,
  table: LockTable,
  place: LockPlace,
  { wait = 0, expiry = 60, signal }: LockOptions,
): Promise<StudyLock> {
  const mine: LockRow = { token: randomUUID(), owner: thisProcess(), beat: 0 };
  const begin = performance.now();
  let sign = "";
  let signAt = begin;
  for (;;) {
    signal?.throwIfAborted();
    const now = performance.now();
    let life = "dead" as Liveness;
    const held = guard(() =>
      table.replace((row) => {
        if (row === undefined) return mine;
        life = released.has(row.token) ? "dead" : livenessOf(row.owner);
        const latest = `${row.token} ${row.beat}`;
        // A second sign of life: whoever it is, it lives.
        if (latest !== sign && sign !== "" && life === "unknown") life = "alive";
        if (latest !== sign) [sign, signAt] = [latest, now];
        return life === "dead" || (life === "unknown" && now - signAt >= expiry * 1000) ? mine : undefined;
      }),
    );
    if (held === undefined || held.token === mine.token)
      return new HeldLock(guard, table, mine.token, expiry);
    if (life === "alive" && now - begin >= wait * 1000) throw locked(place, held.owner);
    await sleep(patience, undefined, { ...(signal && { signal }) }).catch(() => signal?.throwIfAborted());
  }
}

class HeldLock implements StudyLock {
  readonly #guard: Guard;
  readonly #table: LockTable;
  readonly #token: string;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(guard: Guard, table: LockTable, token: string, expiry: number) {
    this.#guard = guard;
    this.#table = table;
    this.#token = token;
    this.#timer = setInterval(() => this.#beat(), (expiry * 1000) / 6).unref();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    released.add(this.#token);
    try {
      this.#guard(() => this.#table.remove(this.#token));
      released.delete(this.#token);
    } catch (thrown) {
      // A store that was closed meanwhile, or a disk that is full: the row stays, and nobody minds it.
      if (!(thrown instanceof ProxyboError)) throw thrown;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  #beat(): void {
    try {
      if (this.#guard(() => this.#table.beat(this.#token))) return;
    } catch {
      // A disk that is full or busy: the next beat may come through, and an owner that is seen needs none.
      return;
    }
    clearInterval(this.#timer);
    this.#lost.abort(
      new ProxyboError("STUDY_LOCKED", "the lock was taken by another process, which believed this one dead"),
    );
  }
}

function locked({ study, name, location }: LockPlace, { pid, host }: ProcessIdentity): ProxyboError {
  return new ProxyboError(
    "STUDY_LOCKED",
    `expected study '${study}' to be free (lock '${name}'), got one that process ${pid} on ${host} works on`,
    {
      place: { file: location },
      hint: "wait for it or end it; a process that died holds nothing",
    },
  );
}
