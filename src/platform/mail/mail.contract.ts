import { describe, expect, it } from 'vitest'
import type { Letter, Mail } from './mail.ts'

/** A letter as it arrived. */
export interface Arrived {
  readonly to: readonly string[]
  /** The whole message with its headers. */
  readonly raw: string
}

/** A mail server of tests, which refuses letters to `nobody@example.org`. */
export interface MailPeer extends AsyncDisposable {
  readonly mail: Mail
  readonly arrived: readonly Arrived[]
}

const LETTER: Letter = {
  id: 'schedule.2026-03-02',
  to: ['ada@example.org', 'bert@example.org'],
  subject: 'Usage: täglich',
  text: 'The report is attached.\n',
  attachment: { fileName: 'usage.csv', mediaType: 'text/csv', content: Buffer.from('day,questions\n2026-03-01,3\n') },
}

/** What every way of sending letters does. */
export function describeMailContract(name: string, open: () => Promise<MailPeer>): void {
  describe(`mail contract: ${name}`, () => {
    const never = new AbortController().signal

    it('brings a letter with its attachment to everybody it is for', async () => {
      await using peer = await open()
      await peer.mail.send(LETTER, never)
      const [letter] = peer.arrived
      expect(letter?.to).toEqual(LETTER.to)
      expect(letter?.raw).toMatch(/^Message-ID: <schedule\.2026-03-02@footnote>\r?$/m)
      expect(letter?.raw).toMatch(/filename=usage\.csv/)
      expect(letter?.raw).toContain(LETTER.attachment.content.toString('base64').slice(0, 20))
    })

    it('fails when somebody is not known there', async () => {
      await using peer = await open()
      await expect(peer.mail.send({ ...LETTER, to: ['nobody@example.org'] }, never)).rejects.toThrow()
      await expect(peer.mail.send({ ...LETTER, to: ['ada@example.org', 'nobody@example.org'] }, never)).rejects.toThrow(
        'nobody@example.org',
      )
    })

    it('adds no header for a line end in a subject', async () => {
      await using peer = await open()
      await peer.mail.send({ ...LETTER, subject: 'Usage\r\nBcc: eve@example.org' }, never)
      expect(peer.arrived[0]?.raw).not.toMatch(/^Bcc:/m)
      expect(peer.arrived[0]?.to).toEqual(LETTER.to)
    })
  })
}
