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
    'heading1: Leave & pay',
    'heading2: Leave',
    'paragraph: Take it now.\nOr later.',
    'list_item: one',
    'list_item: two',
    'table: Year | Days\n1 | 20',
    'code: a\n  b',
  ])
})

test('navigation, forms and footers follow the content; scripts and styles are left out', () => {
  const html =
    `<nav>Menu</nav><div role="search">Find</div><p>${'Content. '.repeat(20)}</p><script>var a</script><style>b{}</style>` +
    '<form>Name</form><footer>Imprint</footer><div style="display:none"><ix:header>0000013156</ix:header></div>'
  expect(blocks(html)).toEqual([
    `paragraph: ${'Content. '.repeat(20).trim()}`,
    ...['Menu', 'Find', 'Name', 'Imprint'].map((text) => `paragraph: ${text}`),
  ])
})

test('headings around the content are no sections of the page, repeated menus stand once', () => {
  const html = `<nav><h2>Products</h2><a>Shoes</a></nav><nav><h2>Products</h2><a>Shoes</a></nav><p>${'Content. '.repeat(20)}</p>`
  expect(blocks(html).slice(1)).toEqual(['paragraph: Products', 'paragraph: Shoes'])
})

test('what a script opens is read where it stands; without a script, and in mails, it stays hidden', () => {
  const html =
    '<h1>Leave</h1><h2><button aria-expanded="false">Who approves?</button></h2><div hidden>The manager.</div>' +
    '<table style="display: none"><tr><td>Year</td><td>Days</td></tr></table>'
  const opened = ['heading1: Leave', 'heading2: Who approves?', 'paragraph: The manager.', 'table: Year | Days']
  expect(blocks(`${html}<script src="page.js"></script>`)).toEqual(opened)
  expect(blocks(html)).toEqual(opened.slice(0, 2))
  expect(htmlBlocks(`${html}<script></script>`).blocks).toHaveLength(2)
  expect(blocks('<p hidden="until-found">Found by searching.</p>')).toEqual(['paragraph: Found by searching.'])
})

test('text that only reading voices leave out is read, but not the names of icons nor formulas twice', () => {
  const html =
    '<p><span aria-hidden="true">Compare anything</span> <i class="material-icons" aria-hidden="true">expand_more</i></p>' +
    '<p><math><mi>x</mi></math><span class="katex-html" aria-hidden="true">x</span></p>'
  expect(blocks(html)).toEqual(['paragraph: Compare anything', 'paragraph: x'])
})

test('the content of a shadow root is part of the page, other templates are not', () => {
  const html = '<div><template shadowrootmode="open"><p>Shown.</p></template></div><template><p>Pattern.</p></template>'
  expect(blocks(html)).toEqual(['paragraph: Shown.'])
})

test('a page without a main heading is headed by its title; a title alone is no page', () => {
  const title = '<title>Travel policy</title>'
  expect(blocks(`${title}<h3>Trains</h3><p>Second class.`)[0]).toBe('heading1: Travel policy')
  expect(blocks(`${title}<h1>Travelling</h1>`)).toEqual(['heading1: Travelling'])
  expect(blocks(`${title}<noscript>Switch on JavaScript.</noscript><div id="root"></div>`)).toEqual([])
})

test('links that touch and buttons are words of their own', () => {
  expect(blocks('<p><a>Terms</a><a>Imprint</a><button>Order</button>now, <a>here</a>.</p>')).toEqual([
    'paragraph: Terms Imprint Order now, here.',
  ])
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
