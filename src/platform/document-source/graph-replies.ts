import { z } from 'zod'

/** The parts of Microsoft Graph's replies that are used here (v1.0); everything else is dropped. */
export const DriveItem = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  size: z.number().optional(),
  file: z.object({}).optional(),
  deleted: z.object({}).optional(),
  cTag: z.string().optional(),
  lastModifiedDateTime: z.iso.datetime().optional(),
})
export type DriveItem = z.infer<typeof DriveItem>

export const DeltaPage = z.object({
  value: z.array(DriveItem),
  '@odata.nextLink': z.url().optional(),
  '@odata.deltaLink': z.url().optional(),
})
export type DeltaPage = z.infer<typeof DeltaPage>

const Identity = z.object({ id: z.string().optional(), loginName: z.string().optional() })

/** Whom a permission was granted to. `siteUser` and `siteGroup` are SharePoint's own names for people and groups. */
const IdentitySet = z.object({
  user: Identity.optional(),
  group: Identity.optional(),
  siteUser: Identity.optional(),
  siteGroup: Identity.optional(),
})
export type IdentitySet = z.infer<typeof IdentitySet>

export const Permission = z.object({
  roles: z.array(z.string()).default([]),
  grantedToV2: IdentitySet.optional(),
  grantedToIdentitiesV2: z.array(IdentitySet).default([]),
})
export type Permission = z.infer<typeof Permission>

export const PermissionPage = z.object({ value: z.array(Permission), '@odata.nextLink': z.url().optional() })
export type PermissionPage = z.infer<typeof PermissionPage>

export const SiteReply = z.object({ id: z.string().min(1) })
export const DriveList = z.object({ value: z.array(z.object({ id: z.string().min(1), webUrl: z.url() })) })
