import { createTransport } from 'nodemailer'
import type { Mail } from './mail.ts'

const DEADLINE_IN_MS = 30_000

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string
  readonly from: string
}

/** Send letters through a mail server. Nothing is read from files or addresses, whatever a letter says. */
export function openSmtpMail({ url, from }: SmtpOptions): Mail {
  const transport = createTransport({
    url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: DEADLINE_IN_MS,
    greetingTimeout: DEADLINE_IN_MS,
    socketTimeout: DEADLINE_IN_MS,
  })
  return {
    send: async ({ id, to, subject, text, attachment }, signal) => {
      signal.throwIfAborted()
      const { fileName: filename, mediaType: contentType, content } = attachment
      const sent = await transport.sendMail({
        messageId: `<${id}@footnote>`,
        from,
        to: [...to],
        subject,
        text,
        attachments: [{ filename, contentType, content }],
      })
      const [refused] = sent.rejected
      if (refused !== undefined)
        throw new Error(`the mail server did not take the letter for ${sent.rejected.join(', ')}`)
    },
    [Symbol.asyncDispose]: async () => transport.close(),
  }
}
