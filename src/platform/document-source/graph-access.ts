import { EVERYONE } from '../../contracts/principal.ts'
import type { IdentitySet, Permission } from './graph-replies.ts'

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** SharePoint's names for groups of the directory: of Microsoft 365 (with `_o` only its owners, for whom there is no entry) and others. */
const DIRECTORY_GROUP = new RegExp(
  `^c:0[o-]\\.c\\|federateddirectoryclaimprovider\\|(${GUID})$|^c:0t\\.c\\|tenant\\|(${GUID})$`,
  'i',
)
/** "Everyone except external users". */
const EVERYBODY_INSIDE = /^c:0-\.f\|rolemanager\|spo-grid-all-users\//i
const ONE_GUID = new RegExp(`^${GUID}$`, 'i')

/**
 * The entries of an access list that permissions of Microsoft Graph stand for. Links "for everybody who has the address" do not
 * count: without the link a person does not know of the document. Groups that exist in SharePoint only are left out, so that
 * nobody is given a document whose readers are not known.
 */
export function entriesOfPermissions(permissions: readonly Permission[]): readonly string[] {
  return permissions.flatMap(({ grantedToV2, grantedToIdentitiesV2 }) =>
    [...(grantedToV2 === undefined ? [] : [grantedToV2]), ...grantedToIdentitiesV2].flatMap(entriesOf),
  )
}

function entriesOf({ user, group, siteUser, siteGroup }: IdentitySet): readonly string[] {
  if (group?.id !== undefined && ONE_GUID.test(group.id)) return [`group:${group.id.toLowerCase()}`]
  if (user?.id !== undefined && ONE_GUID.test(user.id)) return [`user:${user.id.toLowerCase()}`]
  const loginName = siteGroup?.loginName ?? siteUser?.loginName ?? ''
  if (EVERYBODY_INSIDE.test(loginName)) return [EVERYONE]
  const [, office, other] = DIRECTORY_GROUP.exec(loginName) ?? []
  const id = office ?? other
  return id === undefined ? [] : [`group:${id.toLowerCase()}`]
}
