import { z } from 'zod'

/** A setting as administrators see it. */
export const ShownSetting = z.object({
  name: z.string(),
  meaning: z.string(),
  value: z.string().nullable().describe('As it holds; null when it is not set, or when it is a secret.'),
  origin: z.enum(['default', 'environment']),
  secret: z.boolean().describe('Its value is never shown, only whether there is one: then `origin` is "environment".'),
})
export type ShownSetting = z.infer<typeof ShownSetting>

/** Every setting of the process that answers. */
export const SettingList = z.object({ settings: z.array(ShownSetting) })
export type SettingList = z.infer<typeof SettingList>
