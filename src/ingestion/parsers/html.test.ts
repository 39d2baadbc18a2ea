import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { htmlBlocks, parseHtml } from './html.ts'

const parse = (html: string) => parseHtml(Buffer.from(html))
const blocks = (html: string) => parsedBlocks(parse(html))

test('headings, paragraphs, list items, tables and code are blocks', () => {
  const html =
    '<html><head><title>Leave &amp; pay</title></head><body><h2>Leave</h2><p>Take\n  it <b>now</b>.<br>Or later.</p>' +
    '<ul><li>one<li>two</ul><table><tr><th>Year<th>Days<tr><td>1<td>20</table><pre>a\n  b</pre></body></html>'
  expect(parse(html).title).toBe('Leave & pay')
  expect(blocks(html)).toEqual([
    'heading2: Leave',
    'paragraph: Take it now.\nOr later.',
    'list_item: one',
    'list_item: two',
    'table: Year | Days\n1 | 20',
    'code: a\n  b',
  ])
})

test('navigation, forms and footers follow the content; scripts and hidden parts are left out', () => {
  const html =
    `<nav>Menu</nav><div role="search">Find</div><p>${'Content. '.repeat(20)}</p><script>var a</script><style>b{}</style>` +
    '<p hidden>h1</p><p style="display: none">h2</p><p aria-hidden="true">h3</p><form>Name</form><footer>Imprint</footer>'
  expect(blocks(html)).toEqual([
    `paragraph: ${'Content. '.repeat(20).trim()}`,
    ...['Menu', 'Find', 'Name', 'Imprint'].map((text) => `paragraph: ${text}`),
  ])
})

test('headings around the content are no sections of the page, repeated menus stand once', () => {
  const html = `<nav><h2>Products</h2><a>Shoes</a></nav><nav><h2>Products</h2><a>Shoes</a></nav><p>${'Content. '.repeat(20)}</p>`
  expect(blocks(html).slice(1)).toEqual(['paragraph: Products', 'paragraph: Shoes'])
})

test('a page that is nothing but a form is read nevertheless', () => {
  const html = `<form><h1>Policy</h1><p>${'Everyone pays. '.repeat(10)}</p></form>`
  expect(blocks(html)).toHaveLength(2)
})

test('tables that arrange a page become paragraphs', () => {
  const nested = '<table><tr><td>Left</td><td><table><tr><td>a</td><td>b</td></tr></table>After</td></tr></table>'
  expect(blocks(nested)).toEqual(['paragraph: Left', 'table: a | b', 'paragraph: After'])
  expect(blocks('<table><tr><td><h1>Title</h1>Text</td></tr></table>')).toEqual(['heading1: Title', 'paragraph: Text'])
})

test('tables that indent list items become list items', () => {
  expect(
    blocks('<table><tr><td>•</td><td></td><td>Pay</td></tr></table><table><tr><td>(a)</td><td>Wait</td></tr></table>'),
  ).toEqual(['list_item: Pay', 'list_item: (a) Wait'])
})

test('the declared charset is used', () => {
  const page = Buffer.concat([Buffer.from('<meta charset="windows-1251"><p>'), Buffer.from('cff0e8e2e5f2', 'hex')])
  expect(parseHtml(page).text).toBe('Привет')
})

test('elements nested by the thousand are refused at once', () => {
  const before = performance.now()
  expect(() => htmlBlocks('<div>'.repeat(200_000))).toThrow(/deeper than 1000/)
  expect(performance.now() - before).toBeLessThan(2_000)
})
