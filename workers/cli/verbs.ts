import type { Verb } from './verb.ts'

/** Every verb of `pnpm wall`, loaded only when asked for. To add one: its file, and a line here. */
export const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  match: async () => (await import('./match.ts')).match,
  file: async () => (await import('./file.ts')).file,
  evaluate: async () => (await import('./evaluate/evaluate.ts')).evaluate,
  address: async () => (await import('./address.ts')).address,
  campaign: async () => (await import('./campaign.ts')).campaign,
  invite: async () => (await import('./invite.ts')).invite,
  'check-data': async () => (await import('./check-data.ts')).checkData,
  model: async () => (await import('./model.ts')).model,
  move: async () => (await import('./move.ts')).move,
}
