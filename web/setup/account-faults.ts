import type { FieldFault } from '../api/errors.ts'
import { shortestPassword } from './password-strength.ts'

export interface NewAccount {
  name: string
  email: string
  password: string
}

export type AccountFaultKey =
  | 'missingName'
  | 'missingEmail'
  | 'badEmail'
  | 'shortPassword'
  | 'longPassword'
  | 'emailTaken'

export type AccountFaults = Partial<Record<keyof NewAccount, AccountFaultKey>>

export const longestPassword = 128

/** What the person can mend before anything is sent; the server checks the same again. */
export function findAccountFaults(account: NewAccount): AccountFaults {
  const faults: AccountFaults = {}
  if (account.name.trim() === '') faults.name = 'missingName'
  if (account.email.trim() === '') faults.email = 'missingEmail'
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(account.email.trim())) faults.email = 'badEmail'
  if (account.password.length < shortestPassword) faults.password = 'shortPassword'
  else if (account.password.length > longestPassword) faults.password = 'longPassword'
  return faults
}

/** The server's faults by field, in this page's own words. Unknown fields are left out. */
export function readServerFaults(fields: readonly FieldFault[]): AccountFaults {
  const faults: AccountFaults = {}
  for (const { path } of fields) {
    if (path === 'name') faults.name = 'missingName'
    if (path === 'email') faults.email = 'badEmail'
    if (path === 'password') faults.password = 'shortPassword'
  }
  return faults
}
