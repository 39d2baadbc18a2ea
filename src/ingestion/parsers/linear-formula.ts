/**
 * The Office library writes formulas as LaTeX. Nobody searches for `\frac{nx}{1!}`, so they are read as people type
 * them in a line: (nx)/(1!), r², ∑ₙ₌₁^∞.
 */

const SUPERSCRIPTS = pairs('0123456789+-=()abcdefghijklmnoprstuvwxyz', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ')
const SUBSCRIPTS = pairs('0123456789+-=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ')
const DOUBLE_STRUCK = pairs('CHNPQRZ', 'ℂℍℕℙℚℝℤ')

const SIGNS: Readonly<Record<string, string>> = {
  sum: '∑',
  prod: '∏',
  int: '∫',
  iint: '∬',
  iiint: '∭',
  oint: '∮',
  bigcup: '⋃',
  bigcap: '⋂',
  bigwedge: '⋀',
  bigvee: '⋁',
  pm: '±',
  mp: '∓',
  times: '×',
  div: '÷',
  cdot: '⋅',
  leq: '≤',
  geq: '≥',
  neq: '≠',
  approx: '≈',
  equiv: '≡',
  in: '∈',
  notin: '∉',
  subset: '⊂',
  subseteq: '⊆',
  cup: '∪',
  cap: '∩',
  infty: '∞',
  to: '→',
  Rightarrow: '⇒',
  Leftrightarrow: '⇔',
  forall: '∀',
  exists: '∃',
  partial: '∂',
  nabla: '∇',
  ldots: '…',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
}

/** Commands that put a mark above or below one letter. */
const MARKS: Readonly<Record<string, string>> = {
  hat: '\u0302',
  bar: '\u0304',
  overline: '\u0305',
  underline: '\u0332',
  vec: '\u20d7',
  dot: '\u0307',
}

const STYLES = ['mathbb', 'mathcal', 'mathfrak', 'mathtt', 'mathsf', 'mathrm', 'mathbf'] as const
const WITH_ARGUMENTS = ['frac', 'sqrt', 'operatorname', 'underset', 'overset', 'begin', 'end'] as const

/** The library writes no space after a command: of `\iiintydy` only the longest known name is one. */
const NAMES = [...Object.keys(SIGNS), ...Object.keys(MARKS), ...STYLES, ...WITH_ARGUMENTS].toSorted(
  (a, b) => b.length - a.length,
)

/** Deeper than any formula; what lies below is left out. */
const MAXIMUM_DEPTH = 64

/** A formula in LaTeX, as the Office library writes it, in one line of signs that people type. */
export function linearFormula(latex: string): string {
  const reader: Reader = { source: latex, at: 0 }
  return readUntil(reader, null, 0)
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;])/g, '')
    .trim()
}

interface Reader {
  readonly source: string
  at: number
}

function readUntil(reader: Reader, end: string | null, depth: number): string {
  let text = ''
  while (reader.at < reader.source.length) {
    if (reader.source[reader.at] === end) {
      reader.at += 1
      break
    }
    text += readNext(reader, depth)
  }
  return text
}

function readNext(reader: Reader, depth: number): string {
  const sign = reader.source[reader.at] ?? ''
  reader.at += 1
  if (depth > MAXIMUM_DEPTH) return ''
  switch (sign) {
    case '{':
      return readUntil(reader, '}', depth + 1)
    case '^':
      return script(argument(reader, depth), SUPERSCRIPTS, '^')
    case '_':
      return script(argument(reader, depth), SUBSCRIPTS, '_')
    case '&':
      return ', '
    case '\\':
      return readCommand(reader, depth + 1)
    default:
      return sign
  }
}

function readCommand(reader: Reader, depth: number): string {
  const { source, at } = reader
  if (!/[a-z]/i.test(source[at] ?? '')) {
    reader.at += 1
    return source[at] === '\\' ? '; ' : (source[at] ?? '')
  }
  const name = NAMES.find((known) => source.startsWith(known, at)) ?? /^[a-z]+/i.exec(source.slice(at, at + 40))?.[0]
  reader.at += name?.length ?? 1
  return name === undefined ? '' : written(name, reader, depth)
}

function written(name: string, reader: Reader, depth: number): string {
  const sign = SIGNS[name]
  if (sign !== undefined) return sign
  const mark = MARKS[name]
  if (mark !== undefined) return marked(argument(reader, depth), mark)
  switch (name) {
    case 'frac':
      return `${term(argument(reader, depth))}/${term(argument(reader, depth))}`
    case 'sqrt': {
      const degree = reader.source[reader.at] === '[' ? bracketed(reader, depth) : ''
      return `${script(degree, SUPERSCRIPTS, '')}√${term(argument(reader, depth))}`
    }
    case 'operatorname':
      return `${argument(reader, depth)} ${argument(reader, depth)}`
    case 'underset':
    case 'overset': {
      const over = argument(reader, depth)
      const base = argument(reader, depth)
      return base + (name === 'overset' ? script(over, SUPERSCRIPTS, '^') : script(over, SUBSCRIPTS, '_'))
    }
    case 'begin':
    case 'end':
      argument(reader, depth)
      return ''
    case 'mathbb': {
      const letters = argument(reader, depth)
      return Array.from(letters, (letter) => DOUBLE_STRUCK.get(letter) ?? letter).join('')
    }
    default:
      return STYLES.some((style) => style === name) ? argument(reader, depth) : `${name} `
  }
}

/** One argument: a group in braces or a single sign. */
function argument(reader: Reader, depth: number): string {
  return readNext(reader, depth + 1)
}

function bracketed(reader: Reader, depth: number): string {
  reader.at += 1
  return readUntil(reader, ']', depth + 1)
}

/** Raised or lowered signs where all of them exist, else the sign that people write for it. */
function script(text: string, signs: ReadonlyMap<string, string>, otherwise: string): string {
  const plain = Array.from(text.trim().replaceAll('−', '-'))
  if (plain.every((sign) => signs.has(sign))) return plain.map((sign) => signs.get(sign) ?? sign).join('')
  return otherwise + (plain.length === 1 ? text.trim() : `(${text.trim()})`)
}

/** What belongs together stands in parentheses. */
function term(text: string): string {
  return /^[\p{L}\p{N}∞]+\p{M}?$/u.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`
}

function marked(text: string, mark: string): string {
  return Array.from(text).length === 1 ? (text + mark).normalize('NFC') : text
}

function pairs(plain: string, signs: string): ReadonlyMap<string, string> {
  const others = Array.from(signs)
  return new Map(Array.from(plain, (sign, index) => [sign, others[index] ?? sign]))
}
