import type { Look } from './findings.ts'

/** Rows that are looked up together. */
export const PAGE = 500

/** Read rows in the order of their ids, page by page, until there are no more. */
export async function* pagesById<T extends { readonly id: string }>(
  { signal, giveWay }: Pick<Look, 'giveWay' | 'signal'>,
  read: (after: string | null) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (let after: string | null = null; ; ) {
    await giveWay(signal)
    const rows = await read(after)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    after = last.id
  }
}

/** Put what comes one by one into pages. */
export async function* inPages<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let page: T[] = []
  for await (const item of items) {
    page.push(item)
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
