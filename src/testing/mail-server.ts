import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { Arrived } from '../platform/mail/mail.contract.ts'

/** A mail server on this machine. It refuses letters to `nobody@example.org`. */
export interface MailServer extends AsyncDisposable {
  /** For `FOOTNOTE_SMTP_URL`. */
  readonly url: string
  readonly arrived: readonly Arrived[]
}

/** Start a real SMTP server that keeps what it is sent. */
export async function startMailServer(): Promise<MailServer> {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, callback) =>
      callback(address === 'nobody@example.org' ? new Error('no such mailbox') : null),
    onData: (stream, { envelope }, callback) => {
      const keep = async () => {
        arrived.push({ to: envelope.rcptTo.map(({ address }) => address), raw: await text(stream) })
        callback()
      }
      void keep()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
