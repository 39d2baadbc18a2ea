import { roleNeeded } from './policy.ts'

/** What is sent holds the numbers of everyone, so administrators decide where it goes. */
export const manageReportSchedules = roleNeeded(
  'manage-report-schedules',
  'Admin',
  'Administrators decide which reports are sent where, and when.',
)
