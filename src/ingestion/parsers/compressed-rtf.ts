/** What the dictionary holds before the first byte (MS-OXRTFCP, 2.1.3.1.4.1): the usual start of an RTF text. */
const START_OF_DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
  'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20' +
  '\\b\\i\\u\\tab\\tx'
const DICTIONARY_SIZE = 4_096
const HEADER_LENGTH = 16
const UNCOMPRESSED = 0x414c454d
const SHORTEST_REFERENCE = 2

/** The RTF text that Outlook keeps compressed in a message (MS-OXRTFCP). Damaged bytes end the text where they stand. */
export function decompressRtf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HEADER_LENGTH) return new Uint8Array()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(8, true) === UNCOMPRESSED) return bytes.subarray(HEADER_LENGTH)
  const dictionary = Buffer.alloc(DICTIONARY_SIZE)
  let at = dictionary.write(START_OF_DICTIONARY, 'latin1')
  const text: number[] = []
  const emit = (byte: number) => {
    text.push(byte)
    dictionary[at] = byte
    at = (at + 1) % DICTIONARY_SIZE
  }
  for (let position = HEADER_LENGTH; position < bytes.length; ) {
    const control = bytes[position++] ?? 0
    for (let bit = 0; bit < 8 && position < bytes.length; bit += 1) {
      if (((control >> bit) & 1) === 0) {
        emit(bytes[position++] ?? 0)
        continue
      }
      const reference = ((bytes[position] ?? 0) << 8) | (bytes[position + 1] ?? 0)
      position += 2
      const from = reference >> 4
      if (from === at) return Uint8Array.from(text)
      const length = (reference & 0xf) + SHORTEST_REFERENCE
      for (let step = 0; step < length; step += 1) emit(dictionary[(from + step) % DICTIONARY_SIZE] ?? 0)
    }
  }
  return Uint8Array.from(text)
}
