/** Scripts written without spaces: their words cannot be told apart, so letters are compared. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]/u

/** True when a text holds one of the right answers: letters and figures compared, without case, punctuation and English articles. */
export function textHoldsAnswer(text: string, answers: readonly string[]): boolean {
  const spaced = plain(text)
  const joined = spaced.replaceAll(' ', '')
  return answers.some((answer) => {
    const wanted = plain(answer)
    if (wanted.trim() === '') return false
    return UNSPACED.test(answer) ? joined.includes(wanted.replaceAll(' ', '')) : spaced.includes(wanted)
  })
}

function plain(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .replace(/\b(?:the|a|an)\b/g, ' ')
  return ` ${words.replace(/\s+/g, ' ').trim()} `
}
