import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../../contracts/personal-data.ts'

/** What stands in the place of personal data: `[email------]`, as long as what stood there. */
export function maskOf(kind: PersonalDataKind, length: number): string {
  return length < kind.length + 2 ? '-'.repeat(length) : `[${kind.padEnd(length - 2, '-')}]`
}

const MASK = new RegExp(`\\[(?:${PERSONAL_DATA_KINDS.join('|')})-*\\]`)

/** The parts of a text that the original has as well; all of it when nothing was replaced. */
export function unmaskedParts(text: string): readonly string[] {
  return text.split(MASK)
}
