import openapiTypescript, { astToString } from 'openapi-typescript'

const NOTE = `// Generated from docs/openapi.json by "npm run generate".

`

/** The types of every route, as openapi-fetch takes them: paths, parameters, bodies and replies of an OpenAPI document. */
export async function clientTypes(openapi: string): Promise<string> {
  const tree = await openapiTypescript(openapi, { defaultNonNullable: false, alphabetize: true })
  return NOTE + astToString(tree)
}
