/**
 * The origins our own pages can have. While we are reached without TLS (a laptop, a stage) the machine's own
 * names are as good as the public one.
 */
export function listOrigins(options: { publicUrl: string; host: string; port: number }): ReadonlySet<string> {
  const origins = new Set([options.publicUrl])
  if (options.publicUrl.startsWith('https:')) return origins
  for (const host of ['localhost', '127.0.0.1', '[::1]', options.host]) {
    const url = URL.parse(
      `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${options.port}`,
    )
    if (url) origins.add(url.origin)
  }
  return origins
}
