import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentSummary } from './wire.ts'

const GERMAN = [
  '# Regeln für Dienstreisen der Sternwarte',
  '',
  'Die Mitarbeiter der Sternwarte dürfen für eine Übernachtung höchstens 140 Euro ausgeben. Anträge werden vor der Reise gestellt.',
  '',
  'Den Schlüssel zur Kuppel verwahrt die Hausmeisterin. Sie ist an Werktagen im Haus.',
].join('\n')
const CHINESE = '# 天文台员工手册\n\n天文台员工每年享有十七天年假。年假必须提前两周申请。\n\n望远镜由夜班工程师维修。'
const RUSSIAN =
  '# Правила обсерватории\n\nСотрудникам обсерватории полагается двадцать восемь отпускных дней в году. Ключи хранятся у вахтёра.'

let server: ServerUnderTest
let documents: readonly DocumentSummary[] = []

beforeAll(async () => {
  server = await openServer()
  documents = await server.admin.add([
    { name: 'dienstreisen.md', content: GERMAN },
    { name: 'shouce.md', content: CHINESE },
    { name: 'pravila.md', content: RUSSIAN },
  ])
  expect(documents.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready'])
})
afterAll(async () => {
  await Promise.all(documents.map(({ id }) => server.admin.remove(id)))
  await server[Symbol.asyncDispose]()
})

describe('a question in another language', () => {
  it.each([
    ['Wie viel dürfen Mitarbeiter der Sternwarte für Übernachtungen ausgeben?', '140 Euro'],
    ['Wer verwahrt die Schlüssel zur Kuppel?', 'Hausmeisterin'],
    ['天文台员工每年有多少天年假？', '十七天年假'],
    ['Сколько отпускных дней полагается сотруднику обсерватории?', 'двадцать восемь'],
  ])('%s gets an answer with its footnote', async (question, said) => {
    const { body } = await server.admin.ask(question)
    expect(body.outcome).toBe('answered')
    expect(body.answer).toContain(said)
    expect(body.citations.some(({ quote }) => quote.includes(said))).toBe(true)
  })

  it.each(['Welche Farbe hat das Dach des Bahnhofs?', '火车站的屋顶是什么颜色？', 'Какого цвета крыша вокзала?'])(
    '%s is declined when no document tells',
    async (question) => {
      const { body } = await server.admin.ask(question)
      expect(body).toMatchObject({ outcome: 'abstained', citations: [] })
    },
  )
})
