import { isServiceBusError, type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus'

/** The lock of a message, renewed again and again while its handler runs. */
export interface KeptLock {
  /** Aborted when the lock is lost: another worker has or will get the message. */
  readonly lost: AbortSignal
  /** Renew it no more. */
  readonly release: () => void
}

/** A lock is renewed when half of its time is over, so that a renewal may fail and be tried again. */
const SHARE_OF_LOCK_TIME = 0.5
const SHORTEST_WAIT_IN_MS = 250

/** Renew the lock of a message until it is released or lost. */
export function keepLock(receiver: ServiceBusReceiver, message: ServiceBusReceivedMessage): KeptLock {
  const lost = new AbortController()
  let lockedUntil = message.lockedUntilUtc?.getTime() ?? Date.now()
  let isReleased = false
  let timer: NodeJS.Timeout

  const renew = async (): Promise<void> => {
    try {
      lockedUntil = (await receiver.renewMessageLock(message)).getTime()
    } catch (error) {
      const isLost = isServiceBusError(error) && error.code === 'MessageLockLost'
      if (isLost || Date.now() > lockedUntil)
        return lost.abort(new Error('The lock of the message was lost.', { cause: error }))
    }
    if (!isReleased) renewLater()
  }
  const renewLater = () => {
    const wait = Math.max(SHORTEST_WAIT_IN_MS, (lockedUntil - Date.now()) * SHARE_OF_LOCK_TIME)
    timer = setTimeout(() => void renew(), wait).unref()
  }
  renewLater()
  return {
    lost: lost.signal,
    release: () => {
      isReleased = true
      clearTimeout(timer)
    },
  }
}
