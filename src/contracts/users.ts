import { z } from 'zod'
import { Role } from './principal.ts'

const Name = z.string().trim().min(1).max(100)
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/, 'must be an e-mail address')
const Roles = z.array(Role).min(1).max(3)
const GroupIds = z.array(z.string().min(1).max(200).regex(/^\S+$/, 'must not hold spaces')).max(200)

/** Somebody who may sign in, or who did. */
export const User = z.object({
  id: z.string().describe('Object id; access lists name people by it.'),
  display_name: z.string(),
  email: z.string().nullable(),
  provider: z.string().describe('"local" for accounts kept here, else the address of who vouches for this person.'),
  roles: z.array(Role),
  group_ids: z.array(z.string()),
  state: z.enum(['invited', 'active', 'disabled']),
  last_sign_in_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})
export type User = z.infer<typeof User>

export const UserPage = z.object({ users: z.array(User), next_cursor: z.string().nullable() })
export type UserPage = z.infer<typeof UserPage>

/** A one-time link; give it to the person and to nobody else. */
export const SignInLink = z.object({ url: z.string(), expires_at: z.iso.datetime() })
export type SignInLink = z.infer<typeof SignInLink>

export const Invitation = z.strictObject({
  display_name: Name,
  email: Email,
  roles: Roles.default(['Reader']),
  group_ids: GroupIds.default([]),
})
export type Invitation = z.infer<typeof Invitation>

export const InvitedUser = z.object({ user: User, link: SignInLink })
export type InvitedUser = z.infer<typeof InvitedUser>

/** What changes about a person; what is left out stays. */
export const UserChange = z
  .strictObject({
    display_name: Name.optional(),
    roles: Roles.optional(),
    group_ids: GroupIds.optional(),
    disabled: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name something to change')
export type UserChange = z.infer<typeof UserChange>

/** A browser that is signed in. */
export const SessionSummary = z.object({
  id: z.uuid(),
  current: z.boolean().describe('True for the session of this request.'),
  provider: z.enum(['local', 'entra', 'oidc']),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
})
export type SessionSummary = z.infer<typeof SessionSummary>

export const SessionPage = z.object({ sessions: z.array(SessionSummary), next_cursor: z.string().nullable() })
export type SessionPage = z.infer<typeof SessionPage>
