import { type LookupAddress, type LookupOptions, lookup as lookUpName } from 'node:dns'
import ipaddr from 'ipaddr.js'

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** True for an address that anybody on the internet could reach. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/**
 * Make a look-up of names for connections: it resolves a name as usual, and fails with `refuse` unless every address that the
 * name stands for is public. It is asked for each connection, so that no name leads inside by changing its address.
 */
export function createPublicLookup(refuse: (host: string) => Error) {
  return (host: string, options: LookupOptions, callback: LookupCallback): void => {
    lookUpName(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, [])
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(refuse(host), [])
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}
