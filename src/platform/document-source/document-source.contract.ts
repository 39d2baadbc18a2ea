import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'

export interface OpenedSource extends AsyncDisposable {
  readonly source: DocumentSource
  /** Put a document there, or another text in its place. `name` is like `a.html` or `folder/b.html`. */
  readonly put: (name: string, content: string) => Promise<void>
  readonly remove: (name: string) => Promise<void>
  /** How the source names the document. */
  readonly externalIdOf: (name: string) => string
}

type End = Extract<SourceNews, { type: 'end' }>

/** Everything that one look brought. */
export interface Seen {
  readonly items: ReadonlyMap<string, SourceItem>
  readonly gone: readonly string[]
  readonly problems: readonly string[]
  readonly end: End
}

/** Take a look and gather the news; fails when nothing says that it ended. */
export async function lookAt(source: DocumentSource, given: Partial<LookOptions> = {}): Promise<Seen> {
  const items = new Map<string, SourceItem>()
  const [gone, problems]: [string[], string[]] = [[], []]
  let end: End | null = null
  const options = { cursor: null, fingerprintOf: () => undefined, signal: AbortSignal.timeout(20_000), ...given }
  for await (const news of source.look(options)) {
    expect(end, 'the end comes last').toBeNull()
    if (news.type === 'item') items.set(news.item.externalId, news.item)
    else if (news.type === 'gone') gone.push(news.externalId)
    else if (news.type === 'problem') problems.push(news.externalId)
    else end = news
  }
  if (end === null) throw new Error('the look did not say that it ended')
  return { items, gone, problems, end }
}

const page = (words: string) => `<html><body><p>${words}</p></body></html>`

/** What every source must do. `open` returns one that is empty. */
export function describeDocumentSourceContract(name: string, open: () => Promise<OpenedSource>): void {
  describe(`document source contract: ${name}`, () => {
    let opened: OpenedSource
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(async () => opened[Symbol.asyncDispose]())
    const ids = (...names: readonly string[]) => names.map(opened.externalIdOf).toSorted()

    it('names every document with a file name, a fingerprint and its bytes', async () => {
      await opened.put('a.html', page('first'))
      await opened.put('folder/b.html', page('second'))
      const { items, end } = await lookAt(opened.source)
      expect([...items.keys()].toSorted()).toEqual(ids('a.html', 'folder/b.html'))
      expect(end.complete).toBe(true)
      const second = items.get(opened.externalIdOf('folder/b.html'))
      expect(second?.fileName).toBe('b.html')
      expect(await text(await second!.open(AbortSignal.timeout(10_000)))).toContain('second')
    })

    it('has the same fingerprint as long as nothing changes, and another one afterwards', async () => {
      await opened.put('a.html', page('before'))
      await opened.put('b.html', page('stays'))
      const before = await lookAt(opened.source)
      const again = await lookAt(opened.source)
      await opened.put('a.html', page('after, and longer'))
      const after = await lookAt(opened.source)
      const fingerprints = ({ items }: Seen) => ids('a.html', 'b.html').map((id) => items.get(id)?.fingerprint)
      expect(fingerprints(again)).toEqual(fingerprints(before))
      const [a, b] = [opened.externalIdOf('a.html'), opened.externalIdOf('b.html')]
      expect(after.items.get(a)?.fingerprint).not.toBe(before.items.get(a)?.fingerprint)
      expect(after.items.get(b)?.fingerprint).toBe(before.items.get(b)?.fingerprint)
    })

    it('lets what is gone be known, by saying so or by naming all that is left', async () => {
      await opened.put('a.html', page('goes'))
      await opened.put('b.html', page('stays'))
      const before = await lookAt(opened.source)
      await opened.remove('a.html')
      const { items, gone, end } = await lookAt(opened.source, { cursor: before.end.cursor })
      const goes = opened.externalIdOf('a.html')
      expect(items.has(goes)).toBe(false)
      expect(end.complete || gone.includes(goes)).toBe(true)
      if (end.complete) expect([...items.keys()]).toEqual(ids('b.html'))
    })

    it('goes on from its cursor without passing anything over', async () => {
      await opened.put('a.html', page('first'))
      const { end } = await lookAt(opened.source)
      await opened.put('b.html', page('second'))
      expect((await lookAt(opened.source, { cursor: end.cursor })).items.has(opened.externalIdOf('b.html'))).toBe(true)
    })

    it('stops when it is told to', async () => {
      await opened.put('a.html', page('first'))
      const stopped = AbortSignal.abort(new Error('enough'))
      await expect(lookAt(opened.source, { signal: stopped })).rejects.toThrow()
    })
  })
}
