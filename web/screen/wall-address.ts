import { isThisMachine } from '../lib/this-machine.ts'

/**
 * The wall's address for the room's phones, for the same campaign: the one the operator names (`PUBLIC_URL`),
 * else the one this page came from; undefined where both lead only to the machine itself.
 */
export function wallAddress(
  origins: { publicUrl: string; origin: string },
  search: string,
): string | undefined {
  const origin = [origins.publicUrl, origins.origin].find((one) => one !== '' && !isThisMachine(one))
  if (origin === undefined) return undefined
  const campaign = new URLSearchParams(search).get('campaign')
  return campaign ? `${origin}/?campaign=${encodeURIComponent(campaign)}` : `${origin}/`
}

/** Where the server says people reach it, "" where nobody told it. */
export function readPublicUrl(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="public-url"]')?.content ?? ''
}
