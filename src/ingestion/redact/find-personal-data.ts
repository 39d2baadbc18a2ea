import { isIPv4, isIPv6 } from 'node:net'
import type { PersonalDataKind } from '../../contracts/personal-data.ts'
import { findCards, findIbans } from './account-numbers.ts'
import { findIds } from './national-ids.ts'
import { contextBefore, type Finding } from './personal-data.ts'
import { findPhones } from './phone-numbers.ts'

type Finder = (text: string) => Iterable<readonly [start: number, end: number]>

/** In the order in which they win over each other: what has check digits is surer than what only looks right. */
const FINDERS: readonly (readonly [PersonalDataKind, Finder])[] = [
  ['email', findEmails],
  ['iban', findIbans],
  ['card', findCards],
  ['ip', findAddresses],
  ['id', findIds],
  ['phone', findPhones],
  ['url', findUrls],
]

/** Personal data of the given kinds in a text, in order, without overlaps. */
export function findPersonalData(text: string, kinds: ReadonlySet<PersonalDataKind>): Finding[] {
  const findings: Finding[] = []
  const taken = new Uint8Array(text.length)
  for (const [kind, find] of FINDERS) {
    if (!kinds.has(kind)) continue
    for (const [start, end] of find(text)) {
      if (taken.subarray(start, end).includes(1)) continue
      taken.fill(1, start, end)
      findings.push({ kind, start, end })
    }
  }
  return findings.toSorted((a, b) => a.start - b.start)
}

// The parts have a greatest length, so that a long line without "@" costs no more than its length.
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu

function* findEmails(text: string) {
  for (const { 0: match, index } of text.matchAll(EMAIL)) yield [index, index + match.length] as const
}

const IP_CANDIDATE =
  /(?<![\p{L}\p{N}.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\dA-F]{0,4}(?::[\dA-F]{0,4}){2,7})(?![\p{L}\p{N}:]|\.\d)/giu
const NOT_AN_ADDRESS = /(?:\b(?:version|release|build|v|section|chapter|clause|ec)|§)\W*$/i

function* findAddresses(text: string) {
  for (const { 0: match, index } of text.matchAll(IP_CANDIDATE)) {
    const isLong = isIPv6(match) && match.replaceAll(/[^:]/g, '').length > 1 && /[\dA-F]{3}/i.test(match)
    if (!isIPv4(match) && !isLong) continue
    if (!NOT_AN_ADDRESS.test(contextBefore(text, index))) yield [index, index + match.length] as const
  }
}

const URL_CANDIDATE = /(?<![\p{L}\p{N}@.-])(?:https?:\/\/|www\.)[^\s<>"'()[\]{}]{3,2000}/giu

function* findUrls(text: string) {
  for (const { 0: match, index } of text.matchAll(URL_CANDIDATE)) {
    yield [index, index + match.replace(/[.,;:!?]+$/, '').length] as const
  }
}
