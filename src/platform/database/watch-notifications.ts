const TYPE_LENGTH = 1
const LENGTH_LENGTH = 4
const HEADER_LENGTH = TYPE_LENGTH + LENGTH_LENGTH
/** The type of a message that tells of a notification. */
const NOTIFICATION = 0x41

/**
 * Follow what the database answers, in pieces of any size, and call back for every notification among the messages. Whoever
 * passes a piece on afterwards knows that the call came first.
 */
export function watchNotifications(onNotification: () => void): (bytes: Uint8Array) => void {
  const header = Buffer.alloc(HEADER_LENGTH)
  let headerBytes = 0
  let bodyBytesLeft = 0
  return (bytes) => {
    let at = 0
    while (at < bytes.length) {
      const skipped = Math.min(bodyBytesLeft, bytes.length - at)
      bodyBytesLeft -= skipped
      at += skipped
      if (at === bytes.length) return
      header[headerBytes++] = bytes[at++] ?? 0
      if (headerBytes < HEADER_LENGTH) continue
      headerBytes = 0
      bodyBytesLeft = header.readInt32BE(TYPE_LENGTH) - LENGTH_LENGTH
      if (header[0] === NOTIFICATION) onNotification()
    }
  }
}
