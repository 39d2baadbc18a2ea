import { isIPv6 } from 'node:net'

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i
/** Whoever has an IPv6 address has a whole network of this many groups of 16 bits. */
const NETWORK_GROUPS = 4

/** What counts as one address: an IPv4 address, or the /64 network that an IPv6 address belongs to. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  const mapped = MAPPED_IPV4.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(plain)) return plain
  // The URL parser writes every form of an address the same way, with at most one gap.
  const [left = '', right] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::')
  const groups = left === '' ? [] : left.split(':')
  if (right !== undefined) {
    const tail = right === '' ? [] : right.split(':')
    groups.push(...Array.from({ length: 8 - groups.length - tail.length }, () => '0'), ...tail)
  }
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`
}
