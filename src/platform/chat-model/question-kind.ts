import type { Language } from '../../language/function-words.ts'

/** What a question asks for, as far as its question words tell. Not every language has words that ask for a list. */
export type QuestionKind = 'when' | 'how-many' | 'who' | 'where' | 'why' | 'how-to' | 'list' | 'other'

type Wordings = Partial<Record<Exclude<QuestionKind, 'other'>, string>>

/** By language, in the order in which they are tried: "how many" is no "how", "what time" no "what". */
const WORDINGS: Readonly<Record<Language, Wordings>> = {
  en: {
    when: 'when|(?:what|which) (?:\\w+ )?(?:time|year|date|day|month|decade|century)|(?:until|since) when|how soon',
    'how-many':
      'how (?:many|much|long|old|far|tall|large|big|often|high|deep|fast|wide|heavy|late|early)|what (?:\\w+ )?(?:percent|percentage|number|amount|cost|price|population|rate|limit|size)',
    who: 'who|whom|whose',
    where: 'where',
    why: 'why|what (?:is|was) the reason|how come',
    'how-to': 'how (?:do|can|to|should|must|would)',
    list: 'list|(?:what|which) (?:are|were)|(?:what|which) (?:\\w+ ){0,2}\\w{2,}s (?:are|were|can|do|did|must|may|should|have)',
  },
  de: {
    when: 'wann|(?:welche[mnrs]?|welcher) (?:jahr|tag|datum|monat|jahrhundert)|um wie viel uhr|wie spät',
    'how-many':
      'wie ?viele?n?|wie (?:lange?|hoch|alt|oft|groß|weit|teuer|schnell|tief)|wieviel|welche[rmn]? (?:betrag|anzahl|zahl|höhe)',
    who: 'wer|wem|wen|wessen',
    where: 'wo|wohin|woher',
    why: 'warum|weshalb|wieso|aus welchem grund',
    'how-to': 'wie',
    list: 'was sind|welche (?:\\w+ ){0,2}(?:sind|gibt es|gelten)|nenne|zähle',
  },
  es: {
    when: 'cuándo|cuando|qué (?:año|día|fecha|mes|siglo)|a qué hora',
    'how-many': 'cuánt[oa]s?|cuant[oa]s?|qué (?:porcentaje|número|cantidad)',
    who: 'quién|quiénes|quien',
    where: 'dónde|adónde',
    why: 'por qué',
    'how-to': 'cómo',
    list: 'cuáles (?:son|eran)|qué son',
  },
  fr: {
    when: 'quand|quelle? (?:année|date|jour|mois|siècle|heure)|quels? jours?',
    'how-many': 'combien|quel (?:pourcentage|nombre|montant|prix)',
    who: 'qui',
    where: 'où',
    why: 'pourquoi',
    'how-to': 'comment',
    list: 'quel(?:le)?s (?:sont|étaient)|quel(?:le)?s (?:\\w+ ){0,2}sont',
  },
  it: {
    when: 'quando|(?:che|quale) (?:anno|giorno|data|mese|secolo)|a che ora',
    'how-many': 'quant[oaie]|quale (?:percentuale|numero|prezzo)',
    who: 'chi',
    where: 'dove',
    why: 'perché',
    'how-to': 'come',
    list: 'quali (?:\\w+ )?sono|quali erano',
  },
  pt: {
    when: 'quando|(?:que|qual) (?:ano|dia|data|mês|século)|a que horas',
    'how-many': 'quant[oa]s?|qual (?:percentagem|número|preço)',
    who: 'quem',
    where: 'onde',
    why: 'por que|por quê|porque|porquê',
    'how-to': 'como',
    list: 'quais (?:\\w+ )?são|quais eram',
  },
  nl: {
    when: 'wanneer|welke? (?:jaar|dag|datum|maand|eeuw)|hoe laat',
    'how-many': 'hoeveel|hoe (?:lang|hoog|oud|vaak|groot|ver|duur)',
    who: 'wie|wiens',
    where: 'waar',
    why: 'waarom',
    'how-to': 'hoe',
    list: 'wat zijn|welke (?:\\w+ ){0,2}zijn',
  },
  sv: {
    when: 'när|vilket (?:år|datum)|vilken dag',
    'how-many': 'hur (?:många|mycket|länge|hög|gammal|ofta|stor|långt)',
    who: 'vem|vems|vilka',
    where: 'var|vart',
    why: 'varför',
    'how-to': 'hur',
  },
  da: {
    when: 'hvornår|hvilket (?:år|dato)|hvilken dag',
    'how-many': 'hvor (?:mange|meget|længe|høj|gammel|ofte|stor|langt)',
    who: 'hvem|hvis',
    where: 'hvor',
    why: 'hvorfor',
    'how-to': 'hvordan',
  },
  no: {
    when: 'når|hvilket (?:år|dato)|hvilken dag',
    'how-many': 'hvor (?:mange|mye|lenge|høy|gammel|ofte|stor|langt)',
    who: 'hvem',
    where: 'hvor',
    why: 'hvorfor',
    'how-to': 'hvordan',
  },
  fi: {
    when: 'milloin|koska|minä (?:vuonna|päivänä)',
    'how-many': 'kuinka (?:monta|moni|paljon|kauan|usein|suuri)|montako|paljonko',
    who: 'kuka|ketkä|kenen',
    where: 'missä|mistä|mihin',
    why: 'miksi',
    'how-to': 'kuinka|miten',
  },
  tr: {
    when: 'ne zaman|hangi (?:yıl|yılda|tarih|tarihte|gün|ay|ayda|yüzyılda)|kaçıncı yüzyılda',
    'how-many': 'kaç|kaçtır|ne kadar|yüzde kaç',
    who: 'kim|kimin|kime|kimdir|kimler',
    where: 'nerede|nereye|nereden|neresidir',
    why: 'neden|niçin|niye',
    'how-to': 'nasıl',
  },
  ro: {
    when: 'când|ce (?:an|zi|dată|lună|secol)|la ce oră',
    'how-many': 'cât|câtă|câți|câte|ce procent',
    who: 'cine|cui',
    where: 'unde',
    why: 'de ce',
    'how-to': 'cum',
    list: 'care sunt|ce sunt',
  },
  hu: {
    when: 'mikor|melyik (?:évben|napon|hónapban|században)|hány órakor',
    'how-many': 'hány|mennyi|mennyibe|milyen (?:magas|hosszú|gyakran|nagy)',
    who: 'ki|kik|kinek|kit',
    where: 'hol|hová|honnan',
    why: 'miért',
    'how-to': 'hogyan',
  },
}

/** Letters of their own tell the language, so these are tried whatever the language of the Latin words. */
const IN_OTHER_LETTERS: Wordings = {
  when: 'когда|каком году|какого числа|πότε|ποια χρονιά|ποιο έτος|متى|أي عام|في أي سنة|कब|किस वर्ष|何时|何時|哪一年|哪年|什么时候|いつ|언제|เมื่อไร|เมื่อไหร่|เมื่อใด|ปีใด|ปีไหน|ปีอะไร',
  'how-many':
    'сколько|πόσο|πόσα|πόσοι|πόσες|πόση|كم|कितना|कितने|कितनी|多少|多久|几|幾|多大|多高|いくつ|いくら|何人|몇|얼마|กี่|เท่าไร|เท่าไหร่|เท่าใด',
  who: 'кто|кого|кому|кем|чей|ποιος|ποιοι|من الذي|من هو|من هي|किसने|कौन|किसके|किसे|谁|誰|누가|누구|ใคร',
  where: 'где|куда|откуда|πού|أين|कहाँ|कहां|哪里|哪裡|在哪|どこ|어디|ที่ไหน|ที่ใด',
  why: 'почему|зачем|γιατί|لماذا|क्यों|为什么|為什麼|为何|なぜ|왜|ทำไม|เหตุใด',
  'how-to': 'как|πώς|كيف|कैसे|怎么|怎样|如何|どうやって|어떻게|อย่างไร',
}
/** Written without spaces, so that a word of theirs may stand anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Thai}]/u
const KINDS = ['when', 'how-many', 'who', 'where', 'why', 'how-to', 'list'] as const

/** Read off a question what it asks for. */
export function questionKindOf(question: string, language: Language): QuestionKind {
  const asked = question.toLowerCase().replace(/\s+/g, ' ')
  const found = KINDS.find((kind) => stands(WORDINGS[language][kind], asked) || stands(IN_OTHER_LETTERS[kind], asked))
  return found ?? 'other'
}

function stands(wordings: string | undefined, asked: string): boolean {
  if (wordings === undefined) return false
  if (UNSPACED.test(asked) && UNSPACED.test(wordings)) return new RegExp(wordings, 'u').test(asked)
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${wordings})(?![\\p{L}\\p{M}])`, 'u').test(asked)
}
