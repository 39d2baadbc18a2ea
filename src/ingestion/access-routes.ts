import { z } from 'zod'
import { AccessChange, AccessEntries, AccessList, AccessListKind, DocumentAccess } from '../contracts/access.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { readDocuments } from '../policies/read-documents.ts'
import { shareAnyDocument } from '../policies/share-any-document.ts'
import { writeDocuments } from '../policies/write-documents.ts'
import {
  type ChangeAccessDependencies,
  changeAccessList,
  changeAnyDocumentAccess,
  changeDocumentAccess,
} from './change-access.ts'
import { getAccessList, getDocumentAccess } from './read-access.ts'

const tags = ['access']
const errors = problemResponses(400, 401, 403, 404, 429)
const params = z.object({ id: z.uuid() })

const show = {
  operationId: 'getDocumentAccess',
  summary: 'Who may read a document, and where that is decided.',
  tags,
  params,
  response: { 200: DocumentAccess, ...errors },
}

const change = {
  operationId: 'setDocumentAccess',
  summary: 'Change who may read a document.',
  description:
    'Give "access" for a list of its own ("everyone", "user:…", "group:…"), or "inherit" to follow the list of its ' +
    'collection or source from now on. It holds at once.',
  tags,
  params,
  body: AccessChange,
  response: { 200: DocumentAccess, ...problemResponses(400, 401, 403, 404, 413, 415, 429) },
}

const share = {
  ...change,
  operationId: 'setAnyDocumentAccess',
  summary: 'Change who may read a document that you need not be able to read yourself.',
  description: 'For administrators: it brings back what nobody is left to see. The words stay closed to you.',
}

/** The routes with which owners decide who reads. */
export function addAccessRoutes(app: ZodApp, dependencies: ChangeAccessDependencies): void {
  const { database } = dependencies
  app.get('/api/documents/:id/access', { schema: show, config: { policy: readDocuments } }, async (request) => {
    const context = callContextOf(request)
    return getDocumentAccess(database, request.params.id, context)
  })

  app.put('/api/documents/:id/access', { schema: change, config: { policy: writeDocuments } }, async (request) => {
    const context = callContextOf(request)
    return changeDocumentAccess(dependencies, request.params.id, request.body, context)
  })

  app.put(
    '/api/admin/documents/:id/access',
    { schema: share, config: { policy: shareAnyDocument } },
    async (request) => {
      const context = callContextOf(request)
      return changeAnyDocumentAccess(dependencies, request.params.id, request.body, context)
    },
  )

  addListRoutes(app, dependencies)
}

/** In the query: a name may hold slashes, and the edge takes no escaped slash in a path. */
const list = z.object({ kind: AccessListKind, name: z.string().min(1).max(200) })

const showList = {
  operationId: 'getAccessList',
  summary: 'The access list that documents of a collection or source inherit.',
  tags,
  querystring: list,
  response: { 200: AccessList, ...problemResponses(400, 401, 403, 404, 413, 415, 429) },
}

const changeList = {
  ...showList,
  operationId: 'setAccessList',
  summary: 'Set the access list that documents of a collection or source inherit, and change all that do.',
  body: z.strictObject({ access: AccessEntries }),
}

function addListRoutes(app: ZodApp, dependencies: ChangeAccessDependencies): void {
  const url = '/api/access-lists'
  app.get(url, { schema: showList, config: { policy: writeDocuments } }, async (request) => {
    const context = callContextOf(request)
    return getAccessList(dependencies.database, request.query, context)
  })
  app.put(url, { schema: changeList, config: { policy: writeDocuments } }, async (request) => {
    const context = callContextOf(request)
    await changeAccessList(dependencies, request.query, request.body.access, context)
    return getAccessList(dependencies.database, request.query, context)
  })
}
