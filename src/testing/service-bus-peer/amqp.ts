import rhea, { type Message } from 'rhea'

/** What rhea offers beside connections; its typings leave the members that are made at run time out. */
interface AmqpCodec {
  readonly encode: (message: Message) => Buffer
  readonly decode: (bytes: Buffer) => Message
  readonly accepted: () => Describable
  readonly rejected: (fields: { readonly error: { condition: string; description: string } }) => Describable
}

interface Describable {
  readonly described: () => unknown
}

interface AmqpTypes {
  readonly wrap_long: (value: number) => unknown
  readonly wrap_int: (value: number) => unknown
  readonly wrap_symbol: (value: string) => unknown
  readonly wrap_timestamp: (milliseconds: number) => unknown
  readonly wrap_map: (value: object) => unknown
  readonly wrap_array: (values: readonly unknown[], typeCode: number) => unknown
}

export const codec = rhea.message as unknown as AmqpCodec
export const wrap = rhea.types as unknown as AmqpTypes

/** Type codes of array elements. */
export const TIMESTAMP_CODE = 0x83
export const LONG_CODE = 0x81

/** A batch of messages in one transfer: every data section of it is one encoded message. */
const BATCH_FORMAT = 0x80013700

export const ACCEPTED = codec.accepted().described()

/** Why something is refused, as an outcome of a delivery. */
export function rejectedFor(condition: string, description: string): unknown {
  return codec.rejected({ error: { condition, description } }).described()
}

/** The messages of one transfer; rhea hands those of other formats than its own over as bytes. */
export function messagesOf(content: Message | Buffer, format: number): readonly Message[] {
  if (!Buffer.isBuffer(content)) return [content]
  if (format !== BATCH_FORMAT) throw new Error(`unknown message format ${format}`)
  const parts = (codec.decode(content).body as { readonly content: Buffer | Buffer[] }).content
  return [parts].flat().map((part) => codec.decode(part))
}

/** A 64-bit number, which rhea gives as bytes when it does not fit. */
export function toNumber(value: unknown): number {
  return Buffer.isBuffer(value) ? Number(value.readBigInt64BE()) : Number(value)
}

/** The SDK reads a delivery tag as a .NET GUID: its first three groups have their bytes the other way round. */
export function lockTokenOf(tag: Buffer): string {
  const [a, b, c] = [tag.subarray(0, 4), tag.subarray(4, 6), tag.subarray(6, 8)].map((part) =>
    Buffer.from(part).reverse(),
  )
  return Buffer.concat([a!, b!, c!, tag.subarray(8)]).toString('hex')
}
