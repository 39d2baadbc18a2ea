/** End a `switch` over a union with this: a new member then fails to compile instead of falling through. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
