import { isServiceBusError, RetryMode, ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus'

/** What says who we are, in the form that Azure's libraries share. */
type TokenCredential = ConstructorParameters<typeof ServiceBusClient>[1] & { readonly getToken: unknown }

/** A connection string, or the address of a namespace that knows this machine. */
export type ServiceBusAccess =
  | { readonly connectionString: string; readonly address?: undefined }
  | {
      readonly address: string
      readonly connectionString?: undefined
      /** Left out, it is the managed identity of this machine. */
      readonly credential?: TokenCredential
    }

/**
 * With the SDK's own settings a send that is in flight when the connection breaks takes 90 seconds: 60 until it is given up,
 * and 30 more until it is tried again.
 */
const OPTIONS: ServiceBusClientOptions = {
  retryOptions: {
    maxRetries: 3,
    timeoutInMs: 3_000,
    retryDelayInMs: 300,
    maxRetryDelayInMs: 3_000,
    mode: RetryMode.Exponential,
  },
}

/** Make a client; it connects when it is first used. */
export async function createServiceBusClient(access: ServiceBusAccess): Promise<ServiceBusClient> {
  if (access.connectionString !== undefined) return new ServiceBusClient(access.connectionString, OPTIONS)
  if (access.credential !== undefined) return new ServiceBusClient(access.address, access.credential, OPTIONS)
  const { DefaultAzureCredential } = await import('@azure/identity')
  return new ServiceBusClient(access.address, new DefaultAzureCredential(), OPTIONS)
}

/** What to do about an error that trying again cannot mend, in one sentence; null for all others. */
export function explainRefusal(error: unknown, entity: string): string | null {
  // What is tried again and again fails with the errors of all attempts.
  if (error instanceof AggregateError) return explainRefusal(error.errors.at(-1), entity)
  if (!isServiceBusError(error)) return null
  if (error.code === 'MessagingEntityNotFound') return `Azure Service Bus has no ${entity}: create it and start again.`
  if (error.code === 'MessagingEntityDisabled')
    return `Azure Service Bus has disabled the ${entity}: enable it and start again.`
  if (error.code === 'UnauthorizedAccess')
    return `Azure Service Bus refuses us the ${entity}: check the key of the connection string, or give this machine's identity the roles Azure Service Bus Data Sender and Data Receiver.`
  return null
}
