/**
 * Says what is wrong with a DATABASE_URL, never repeating it (it holds a password); undefined when it can be
 * used.
 */
export function findDatabaseUrlFault(text: string): string | undefined {
  const url = URL.parse(text)
  const example = 'postgres://user:password@db.example.org:5432/wall'
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    return `DATABASE_URL is not the address of a PostgreSQL database: give one such as ${example}, or leave it out and a file in the data folder is used.`
  }
  if (url.pathname.length < 2) return `DATABASE_URL does not name a database: end it as in ${example}.`
  try {
    decodeURIComponent(`${url.username}${url.password}${url.pathname}`)
  } catch {
    return 'DATABASE_URL holds a % that stands for nothing: write %25 for a % in a name or password.'
  }
  return undefined
}

/** The database in words for people: all but the password. */
export function describeDatabaseUrl(text: string): string {
  const url = new URL(text)
  const host = url.hostname || url.searchParams.get('host') || 'localhost'
  const user = url.username ? ` as ${decodeURIComponent(url.username)}` : ''
  return `the database "${decodeURIComponent(url.pathname.slice(1))}" at ${host}:${url.port || '5432'}${user}`
}

export const defaultPoolSize = 10

/** How many connections a process may open; undefined for a DATABASE_POOL that says no such number. */
export function parsePoolSize(text: string | undefined): number | undefined {
  if (text === undefined) return defaultPoolSize
  const size = Number(text)
  return /^\d+$/.test(text) && size >= 2 && size <= 500 ? size : undefined
}

export const poolSizeFault =
  'DATABASE_POOL is not a number of connections: give one from 2 to 500 (a third is for writing), or leave it out for 10. All processes together must stay below the max_connections of the server.'
