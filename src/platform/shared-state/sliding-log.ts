/** Room for the events of most users; a log that needs more grows by doubling. */
const FIRST_CAPACITY = 16

/** The times of the events of one key that still count, oldest first, in a ring: each event costs the same however many there are. */
export class SlidingLog {
  readonly #windowInMs: number
  #times = new Float64Array(FIRST_CAPACITY)
  #first = 0
  #size = 0

  constructor(windowInMs: number) {
    this.#windowInMs = windowInMs
  }

  get size(): number {
    return this.#size
  }

  /** Forget what is older than the window. Returns the time that counts: never before an event that was already counted. */
  advanceTo(now: number): number {
    const last = this.#size === 0 ? now : this.#at(this.#size - 1)
    // The clock was set back by more than a window: what was counted says nothing any more, and would lock the key out.
    if (last > now + this.#windowInMs) this.#size = 0
    const counted = this.#size === 0 ? now : Math.max(now, last)
    while (this.#size > 0 && this.#at(0) <= counted - this.#windowInMs) {
      this.#first = (this.#first + 1) % this.#times.length
      this.#size -= 1
    }
    return counted
  }

  add(time: number): void {
    if (this.#size === this.#times.length) this.#grow()
    this.#times[(this.#first + this.#size) % this.#times.length] = time
    this.#size += 1
  }

  /** Milliseconds until one more event may happen under a limit. */
  waitInMs(limit: number, now: number): number {
    if (this.#size < limit) return 0
    return this.#at(this.#size - limit) + this.#windowInMs - now
  }

  #at(index: number): number {
    return this.#times[(this.#first + index) % this.#times.length] ?? 0
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2)
    for (let i = 0; i < this.#size; i++) times[i] = this.#at(i)
    this.#times = times
    this.#first = 0
  }
}
