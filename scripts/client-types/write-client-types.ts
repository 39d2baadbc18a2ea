import openapiTypescript, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const NOTE = `// Generated from docs/openapi.json by "npm run generate".

`

/** The types of every route, as openapi-fetch takes them: paths, parameters, bodies and replies of an OpenAPI document. */
export async function clientTypes(openapi: string): Promise<string> {
  const tree = await openapiTypescript(openapi, { defaultNonNullable: false, alphabetize: true })
  return NOTE + astToString(ts.transform(tree, [allowUndefined]).transformed)
}

/** What may be left out may also be undefined, as in the schemas of the contracts: neither gets into JSON or a query. */
function allowUndefined(context: ts.TransformationContext): ts.Transformer<ts.Node> {
  const undefinedType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context)
    if (!ts.isPropertySignature(visited) || visited.questionToken === undefined || visited.type === undefined)
      return visited
    if (visited.type.kind === ts.SyntaxKind.NeverKeyword) return visited
    const type = ts.factory.createUnionTypeNode([visited.type, undefinedType])
    return ts.factory.updatePropertySignature(visited, visited.modifiers, visited.name, visited.questionToken, type)
  }
  return visit
}
