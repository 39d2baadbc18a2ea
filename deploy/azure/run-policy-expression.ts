import { createHmac } from 'node:crypto'
import { createContext, runInContext } from 'node:vm'

/**
 * Run the C# of a policy expression as JavaScript. Only syntax is rewritten, rule by rule; names that exist in C# only are
 * provided. It covers what the key of the answer cache uses and throws on anything else.
 */
export function runPolicyExpression(csharp: string, variables: Readonly<Record<string, string>>): unknown {
  const sandbox = createContext({ context: { Variables: variables }, hmac, byteCount, parsedJson: JSON.parse })
  runInContext(PRELUDE, sandbox)
  return runInContext(`(() => ${translated(csharp)})()`, sandbox)
}

/** Syntax that differs between the two languages. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^@/, ''],
  [/\bforeach \(var (\w+) in/g, 'for (const $1 of'],
  [/\bvar (\w+)/g, 'let $1'],
  [/\bnew\[\] \{([^}]*)\}/g, '[$1]'],
  [/\bcatch \(Exception\)/g, 'catch'],
  [/\(\((?:string|JObject)\)/g, '('],
  [/\(string\)(\w+\["\w+"\])/g, 'asString($1)'],
  [/\(string\)/g, ''],
]

function translated(csharp: string): string {
  return REWRITES.reduce((text, [from, to]) => text.replace(from, to), csharp.trim())
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64')
}

function byteCount(text: string): number {
  return Buffer.byteLength(text)
}

/** The .NET names that the expression uses, with the behaviour that .NET documents. */
const PRELUDE = String.raw`
const JTokenType = { String: 'String', Object: 'Object', Array: 'Array', Integer: 'Integer', Other: 'Other' };
const Newtonsoft = { Json: { Formatting: { None: 0 } } };
class Token {
  constructor(value) {
    this.value = value;
    this.Type = typeof value === 'string' ? (looksLikeDate(value) ? 'Other' : 'String')
      : Array.isArray(value) ? 'Array' : value !== null && typeof value === 'object' ? 'Object'
      : Number.isInteger(value) ? 'Integer' : 'Other';
  }
  ToString() { return this.Type === 'String' || this.Type === 'Integer' ? String(this.value) : withRawHalves(JSON.stringify(this.value)); }
  Any(test) { return this.value.some((value) => test(new Token(value))); }
  Properties() { return Object.keys(this.value).map((Name) => ({ Name })); }
}
// JavaScript escapes halves of characters, Newtonsoft writes them as they are.
const withRawHalves = (json) => json.replace(/\\u(d[89a-f][0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
const looksLikeDate = (text) => /^\d{4}-\d\d-\d\dT/.test(text);
const opened = (value) => new Proxy(new Token(value), {
  get: (token, name) => name in token ? token[name]
    : token.Type === 'Object' && Object.hasOwn(token.value, name) ? opened(token.value[name]) : undefined,
});
const asString = (token) => token.ToString();
const JObject = { Parse: (text) => { const value = opened(parsedJson(text)); if (value.Type !== 'Object') throw new Error('not an object'); return value; } };
const Regex = { Replace: (text, pattern, by) => text.replace(new RegExp(pattern, 'g'), by) };
const Encoding = { UTF8: { GetByteCount: byteCount, GetBytes: (text) => text } };
class HMACSHA256 { constructor(key) { this.key = key; } ComputeHash(text) { return hmac(this.key, text); } }
const Convert = { ToBase64String: (base64) => base64 };
const string = { Concat: (parts) => parts.join('') };
const wellFormed = (text) => { if (!text.isWellFormed()) throw new Error('a lone surrogate'); return text; };
Object.assign(String.prototype, {
  Normalize() { return wellFormed(String(this)).normalize('NFC'); },
  IsNormalized() { return wellFormed(String(this)).normalize('NFC') === String(this); },
  Trim(character) { let text = String(this); while (text.startsWith(character)) text = text.slice(1); return text.TrimEnd(character); },
  TrimEnd(character) { let text = String(this); while (text.endsWith(character)) text = text.slice(0, -1); return text; },
  Replace(from, to) { return this.replaceAll(from, to); },
});
Object.assign(Array.prototype, {
  Contains(value) { return this.includes(value); },
  Any(test) { return this.some(test); },
  Select(map) { return this.map((value) => map(value)); },
});
Number.prototype.ToString = function () { return String(this); };
`
