import type { FastifyInstance } from 'fastify'
import type { Config, HostableRole } from '../config.ts'
import type { Clock } from '../contracts/call-context.ts'
import type { Port, ServiceContract } from '../contracts/service.ts'
import type { Analysers } from '../language/analyser.ts'
import type { CallContextTokens } from '../platform/http/call-context-token.ts'
import type { ReadinessCheck } from '../platform/http/health-routes.ts'
import type { QuestionsInFlight } from '../platform/http/questions-in-flight.ts'
import { type Connection, connect, expose } from '../platform/http/remote.ts'
import { traceService } from '../platform/http/trace-service.ts'
import type { ModelCheck } from '../platform/index-generations/model-check.ts'
import type { Platform } from '../platform/open-platform.ts'

/** What every role of a process shares. */
export interface Wiring {
  readonly config: Config
  readonly clock: Clock
  readonly analysers: Analysers
  readonly platform: Platform
  readonly tokens: CallContextTokens
  readonly app: FastifyInstance
  /** Whether somebody is being answered: what has time rests meanwhile. */
  readonly questions: QuestionsInFlight
  /** Name of the index generation that this build of the program reads and writes. */
  readonly generation: string
  /** Whether the embedding model still is what it was when a generation was begun. */
  readonly modelCheck: ModelCheck
  readonly checks: ReadinessCheck[]
  /** Undone in the opposite order when the process stops, before the platform is closed. */
  readonly closing: AsyncDisposable[]
}

/** The roles that others call through a contract. */
export type ContractRole = 'auth' | 'retrieval' | 'orchestration'

export function hosts({ config }: Wiring, role: HostableRole): boolean {
  return config.roles.includes(role)
}

/** A service as this process reaches it: built here when its role is hosted here, else a client of the process that hosts it. */
export async function serviceFor<S extends ServiceContract & { readonly name: ContractRole }>(
  wiring: Wiring,
  contract: S,
  build: () => Promise<Port<S>>,
): Promise<Port<S>> {
  if (hosts(wiring, contract.name)) {
    const service = await build()
    expose(wiring.app, contract, service)
    return traceService(contract, service, wiring.platform.telemetry.tracing)
  }
  return connect(contract, peerUrl(wiring, contract.name), connectionOf(wiring))
}

/** What calls to other processes carry. */
export function connectionOf({ tokens, platform }: Wiring): Connection {
  return { tokens, tracing: platform.telemetry.tracing }
}

/** Where another process hosts a role. Throws one sentence when nobody said where. */
export function peerUrl({ config }: Wiring, role: HostableRole): string {
  const url = config.peers[role]
  if (url === undefined) {
    throw new Error(
      `The role "${role}" is not hosted here; add it to ROLES, or set FOOTNOTE_${role.toUpperCase()}_URL to where it runs.`,
    )
  }
  return url
}
