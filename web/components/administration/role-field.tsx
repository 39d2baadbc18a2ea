import type { Role } from '../../../src/contracts/principal.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'

const ROLES: readonly Role[] = ['Reader', 'Contributor', 'Admin']

/** The highest role of several; a higher one includes the lower ones. */
export function highestRole(roles: readonly string[]): Role {
  return ROLES.findLast((role) => roles.includes(role)) ?? 'Reader'
}

/** The role that a form named. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'Reader'
}

/** Groups as people write them: separated by commas or spaces. */
export function groupsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((group) => group !== '')
}

interface RoleAndGroupsProps {
  readonly role?: Role
  readonly groups?: readonly string[]
}

/** What somebody may do, and the groups by which access lists know them. */
export function RoleAndGroups({ role = 'Reader', groups }: RoleAndGroupsProps) {
  const { form, roles } = useTexts(administration)
  return (
    <>
      <FormField
        label={form.role}
        control={(props) => (
          <Select {...props} name="role" defaultValue={role}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {roles[one]}
              </option>
            ))}
          </Select>
        )}
      />
      <FormField
        label={form.groups}
        hint={form.groupsHint}
        control={(props) => <TextInput {...props} name="groups" defaultValue={groups?.join(', ') ?? ''} />}
      />
    </>
  )
}
