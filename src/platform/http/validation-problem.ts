import { type ProblemError, problem } from '../../contracts/errors.ts'
import { MAXIMUM_QUERY_LENGTH } from '../../contracts/filters.ts'

interface ValidationIssue {
  readonly instancePath: string
  readonly message?: string | undefined
  readonly keyword: string
}

/** The known error that a failed schema check amounts to; names the field and what is wrong with it. */
export function validationProblem(issues: readonly ValidationIssue[]): ProblemError {
  const [first] = issues
  const errors = issues
    .slice(0, 20)
    .map(({ instancePath, message }) => ({ pointer: instancePath, detail: message ?? 'is not valid' }))
  if (first?.instancePath === '/query' && first.keyword === 'too_big') {
    return problem('query-too-long', `Shorten the question to at most ${MAXIMUM_QUERY_LENGTH} characters.`)
  }
  if (first?.instancePath === '/query' && first.keyword === 'too_small') {
    return problem('query-empty', 'Write a question of at least one word.')
  }
  if (first?.instancePath === '/filters' && first.keyword === 'unrecognized_keys') {
    return problem('filter-unknown', `${first.message ?? 'Unknown filter'}; see /docs for the filters there are.`)
  }
  const field = first?.instancePath.replace(/^\//, '').replaceAll('/', '.')
  const detail = field
    ? `Correct "${field}": ${first?.message ?? 'it is not valid'}.`
    : `Correct the request: ${first?.message ?? 'it is not valid'}.`
  return problem('invalid-request', detail, { extensions: { errors } })
}
