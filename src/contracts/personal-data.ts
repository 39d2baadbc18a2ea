/** Personal data that is looked for. Web addresses only when asked for: documents refer to each other by them. */
export const PERSONAL_DATA_KINDS = ['email', 'phone', 'card', 'iban', 'id', 'ip', 'url'] as const
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** How often each kind was found; kinds that were not are left out. */
export type PersonalDataCounts = Readonly<Partial<Record<PersonalDataKind, number>>>
