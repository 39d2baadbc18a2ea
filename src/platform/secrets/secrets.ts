/** Keys and passwords of this installation. Values never appear in logs, errors, URLs or the repository. */
export interface Secrets {
  /** Read a secret, or null when there is none. */
  readonly get: (name: string) => Promise<string | null>
  /** Read a secret, making and storing it first when there is none. Two callers at once get the same value. */
  readonly getOrCreate: (name: string, make: () => string | Promise<string>) => Promise<string>
}
