/// <reference lib="esnext.disposable" preserve="true" />

/** How a lock is waited for. Times in seconds. */
export interface LockOptions {
  /** How long an owner that is alive is waited for. Default 0: not at all. */
  readonly wait?: number;
  /**
   * After how long without a sign of life an owner counts as dead, where the operating system does not tell (it runs in
   * another container, say). Measured by the clock of the one who waits, so that clocks may jump. Default 60.
   */
  readonly expiry?: number;
  /** Ends the waiting: rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** A lock that is held. Its owner gives signs of life until it is released. */
export interface StudyLock extends AsyncDisposable {
  /** Aborted when another took the lock, because this owner seemed dead: stop what it protects. */
  readonly lost: AbortSignal;
  /** May be called more than once. */
  release(): Promise<void>;
}
