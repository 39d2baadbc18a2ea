const XML_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The value of an attribute in the text of a start tag, with its entities resolved. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return value === null ? undefined : decodeXml(value[1] ?? value[2] ?? '')
}

export function decodeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return XML_ENTITIES[name] ?? whole
    return String.fromCodePoint(Math.min(0x10ffff, Number(decimal ?? `0x${hexadecimal}`)))
  })
}
