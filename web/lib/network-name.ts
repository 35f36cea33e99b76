const names: Record<string, string> = {
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  fediverse: 'Fediverse',
  rss: 'RSS',
  youtube: 'YouTube',
  linkedin: 'LinkedIn',
}

/** How people write a network's name. An unknown one gets a capital letter. */
export function formatNetworkName(network: string): string {
  return names[network] ?? network.charAt(0).toLocaleUpperCase() + network.slice(1)
}
