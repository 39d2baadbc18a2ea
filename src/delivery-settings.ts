import { z } from 'zod'
import { onOff } from './setting-kinds.ts'

/** How reports are sent to people and to other programs. */
export const DELIVERY_SETTINGS = {
  FOOTNOTE_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server that sends reports, for example smtp://user:password@mail.example.org:587.'),
  FOOTNOTE_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$/, 'write an address, or a name and <address>')
    .optional()
    .describe('Whom these letters come from, for example Footnote <footnote@example.org>.'),
  FOOTNOTE_WEBHOOKS_PRIVATE: onOff('off').describe(
    'Send reports to webhooks in inner networks too, and over http: only where every administrator may reach those.',
  ),
}

export interface DeliveryConfig {
  /** Null where no letters are sent. */
  readonly mail: { readonly url: string; readonly from: string } | null
  readonly allowPrivateWebhooks: boolean
}

type Settings = Readonly<z.output<z.ZodObject<typeof DELIVERY_SETTINGS>>>

export function deliveryOf({
  FOOTNOTE_SMTP_URL: url,
  FOOTNOTE_MAIL_FROM: from,
  FOOTNOTE_WEBHOOKS_PRIVATE: allowPrivateWebhooks,
}: Settings): DeliveryConfig {
  return { mail: url === undefined || from === undefined ? null : { url, from }, allowPrivateWebhooks }
}
