import { expect, it } from 'vitest'
import { words } from './words.ts'

it('gives overlapping pairs of Chinese letters, none across a question word, and keeps other words whole', () => {
  expect(words('GPT模型有多少参数？')).toEqual(['gpt', '模型', '参数'])
  expect(words('猫')).toEqual(['猫'])
  expect(words('회사의 정책')).toEqual(['회사', '사의', '정책'])
})

it('cuts Thai into words', () => {
  expect(words('พนักงานมีวันลา')).toEqual(expect.arrayContaining(['พนักงาน', 'มี']))
})

it('keeps vowel signs with their letters', () => {
  expect(words('कर्मचारी छुट्टी')).toHaveLength(2)
})

it('cuts a huge run of unspaced letters at once', () => {
  const startedAt = performance.now()
  expect(words('ก'.repeat(50_000)).join('')).toHaveLength(50_000)
  expect(words('猫'.repeat(50_000))).toHaveLength(49_999)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
