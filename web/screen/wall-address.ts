/** The wall's public address for the room's phones: this server's front page, for the same campaign. */
export function wallAddress(origin: string, search: string): string {
  const campaign = new URLSearchParams(search).get('campaign')
  return campaign ? `${origin}/?campaign=${encodeURIComponent(campaign)}` : `${origin}/`
}
