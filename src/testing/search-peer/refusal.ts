/** What the peer does not do, with the status that Azure AI Search refuses such a thing with. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The request makes no sense, or is more than the peer understands. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, message)
}
