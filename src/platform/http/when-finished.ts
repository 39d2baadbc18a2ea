/**
 * Go on with a request when some work is finished. For hooks that mostly have nothing to wait for: one that is not `async`
 * costs no turn of the event loop.
 */
export async function whenFinished<T>(
  work: Promise<T>,
  goOn: (error: Error | undefined, value?: T) => void,
): Promise<void> {
  let value: T
  try {
    value = await work
  } catch (error) {
    goOn(error as Error)
    return
  }
  goOn(undefined, value)
}
