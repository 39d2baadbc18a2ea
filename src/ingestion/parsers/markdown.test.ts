import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { parseMarkdown } from './markdown.ts'

const parse = (text: string) => parseMarkdown(Buffer.from(text))

test('headings, paragraphs, lists, tables and code are blocks', () => {
  const source = `# Guide\n\nSome *bold* [link](https://x.example)\nand more.\n\n- one\n- two\n  - three\n\n| a | b |\n|---|---|\n| 1 | \`2\` |\n\n\`\`\`js\nlet x = 1\n\`\`\`\n`
  expect(parsedBlocks(parse(source))).toEqual([
    'heading1: Guide',
    'paragraph: Some bold link and more.',
    'list_item: one',
    'list_item: two',
    'list_item: three',
    'table: a | b\n1 | 2',
    'code: let x = 1',
  ])
})

test('the title comes from the front matter, else from the first heading', () => {
  expect(parse('---\ntitle: "My page"\n---\n# Other\n').title).toBe('My page')
  expect(parse('# Other\n').title).toBe('Other')
  expect(parse('---\ntitle: "My page"\n---\n# Other\n').text).toBe('Other')
})

test('HTML in between is read without its tags', () => {
  expect(parse('<div><p>Hello <b>you</b></p><script>alert(1)</script></div>\n').text).toBe('Hello you')
})
