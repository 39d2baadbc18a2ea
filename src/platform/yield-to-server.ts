import { constants, setPriority } from 'node:os'

/** Give a process of ours a lower priority: requests of people come first, it takes the processor time that is left. */
export function yieldToServer({ pid }: { readonly pid?: number | undefined }): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // The process has ended already, or the system gives no such right; both are known soon enough.
  }
}
