import { startMailServer } from '../../testing/mail-server.ts'
import { describeMailContract } from './mail.contract.ts'
import { openSmtpMail } from './smtp.ts'

describeMailContract('SMTP', async () => {
  const server = await startMailServer()
  const mail = openSmtpMail({ url: server.url, from: 'Footnote <footnote@example.org>' })
  return {
    mail,
    arrived: server.arrived,
    [Symbol.asyncDispose]: async () => {
      await mail[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
})
