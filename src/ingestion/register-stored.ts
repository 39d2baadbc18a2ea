import type { CallContext } from '../contracts/call-context.ts'
import { isProblem } from '../contracts/errors.ts'
import { neededAmong, removeOriginals } from './purge-originals.ts'
import {
  type RegisteredUpload,
  type RegisterUploadDependencies,
  registerUpload,
  type Upload,
} from './register-upload.ts'

/**
 * Register a file that has just been stored, as `registerUpload` does. It was stored before anybody could know whether a
 * document takes it; bytes that none takes do not stay.
 */
export async function registerStored(
  dependencies: RegisterUploadDependencies,
  upload: Upload,
  context: CallContext,
): Promise<RegisteredUpload> {
  try {
    const registered = await registerUpload(dependencies, upload, context)
    if (!registered.changed) await forgetBytes(dependencies, upload, context)
    return registered
  } catch (error) {
    if (isProblem(error)) await forgetBytes(dependencies, upload, context)
    throw error
  }
}

async function forgetBytes(
  { database, blobs }: RegisterUploadDependencies,
  { sha256 }: Upload,
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<void> {
  const orm = database.forTenant(tenantId)
  const needed = await neededAmong(orm, tenantId, [sha256])
  if (!needed.has(sha256)) await removeOriginals(blobs, { orm, tenantId }, [sha256])
}
