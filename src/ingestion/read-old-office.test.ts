import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findLibreOffice, saveAs } from '../testing/libre-office.ts'
import { startSiteServer } from '../testing/site-server.ts'
import { tinyDocx, tinyPptx, tinyXlsx } from '../testing/tiny-office.ts'
import { createOfficeConverter } from './convert-old-office.ts'
import { openDocumentParser } from './open-document-parser.ts'
import { createParserPool } from './parser-pool.ts'
import { readOldOffice } from './read-old-office.ts'

const never = new AbortController().signal
const soffice = await findLibreOffice()
const temporaryFolder = join(await mkdtemp(join(tmpdir(), 'footnote-office-')), 'tmp')
const SENTENCE = 'Everyone has twenty days of leave.'

test('without LibreOffice an old file is refused with what to do', async () => {
  await using parser = await openDocumentParser({ slots: 1, soffice: 'off', temporaryFolder, hidden: [] })
  const doc = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(2_000),
    Buffer.from('WordDocument', 'utf16le'),
  ])
  expect(await parser.parse({ bytes: doc, fileName: 'a.doc' }, never)).toMatchObject({
    type: 'failed',
    reason: 'unsupported',
    mediaType: 'application/msword',
    detail: expect.stringMatching(/LibreOffice.*\.docx or PDF/),
  })
})

test('a path without LibreOffice is refused at the start', async () => {
  const opening = openDocumentParser({ slots: 1, soffice: '/nowhere/soffice', temporaryFolder, hidden: [] })
  await expect(opening).rejects.toThrow('FOOTNOTE_SOFFICE names /nowhere/soffice')
})

describe.skipIf(soffice === null)('with LibreOffice', { timeout: 60_000 }, () => {
  const open = () => openDocumentParser({ slots: 1, soffice: soffice ?? '', temporaryFolder, hidden: [] })

  test.each([
    ['doc', 'application/msword', 'docx', tinyDocx(`<w:p><w:r><w:t>${SENTENCE}</w:t></w:r></w:p>`), 'Word', null],
    ['xls', 'application/vnd.ms-excel', 'xlsx', tinyXlsx({ Leave: [[SENTENCE]], Other: [['No']] }), 'Excel', 2],
    ['ppt', 'application/vnd.ms-powerpoint', 'pptx', tinyPptx([{ title: 'Leave', text: SENTENCE }]), 'PowerPoint', 1],
  ] as const)('an old file is read and keeps its type: %s', async (old, mediaType, now, content, name, pages) => {
    await using parser = await open()
    const bytes = await saveAs(soffice ?? '', content, now, old)
    expect(await parser.parse({ bytes, fileName: `any name at all.${now}` }, never)).toMatchObject({
      type: 'text',
      mediaType,
      pages,
      text: expect.stringContaining(SENTENCE),
      warnings: [expect.stringContaining(`an old ${name} file, converted by LibreOffice`)],
    })
  })

  test('a damaged file is a stated failure', async () => {
    await using parser = await open()
    const whole = await saveAs(soffice ?? '', tinyDocx('<w:p/>'), 'docx', 'doc')
    const outcome = await parser.parse(
      { bytes: whole.fill(0, 512, whole.indexOf(Buffer.from('WordDocument', 'utf16le')) - 512), fileName: 'a.doc' },
      never,
    )
    expect(outcome).toMatchObject({ type: 'failed', mediaType: 'application/msword' })
  })

  test('what a file links to is not fetched, even where the system cannot take the network away', async () => {
    await using site = await startSiteServer()
    const office = 'urn:oasis:names:tc:opendocument:xmlns'
    const picture = `<draw:frame text:anchor-type="as-char"><draw:image xlink:href="${site.url}/picture.png" xlink:type="simple"/></draw:frame>`
    const linked = `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="${office}:office:1.0" xmlns:text="${office}:text:1.0" xmlns:draw="${office}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>${SENTENCE}</text:p><text:p>${picture}</text:p></office:text></office:body></office:document>`
    const bytes = await saveAs(soffice ?? '', linked, 'fodt', 'doc')
    expect(site.asked).toContain('/picture.png')
    site.asked.length = 0
    const options = { soffice: soffice ?? '', temporaryFolder, hidden: [], separate: false }
    await using parser = readOldOffice(createParserPool({ slots: 1 }), createOfficeConverter(options))
    expect(await parser.parse({ bytes, fileName: 'a.doc' }, never)).toMatchObject({ type: 'text', text: SENTENCE })
    expect(site.asked).toEqual([])
  })
})
