import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startOwnPostgres } from '../../../support/database/own-postgres.ts'
import { withTempDir } from '../temp-dir.ts'

export interface BenchServer {
  /** An empty database; answers its address. */
  makeDatabase(name: string): Promise<string>
  /** An empty folder. */
  makeFolder(name: string): string
}

/** A PostgreSQL server that writes as safely as in earnest (`fsync`), on any core, gone afterwards. */
export async function withPostgres<T>(run: (server: BenchServer) => Promise<T>): Promise<T> {
  const server = await startOwnPostgres(['--durable'])
  try {
    return await withTempDir((dir) =>
      run({
        makeFolder(name) {
          const folder = join(dir, name)
          mkdirSync(folder)
          return folder
        },
        async makeDatabase(name) {
          const client = new pg.Client({ connectionString: server.url })
          await client.connect()
          await client.query(`CREATE DATABASE ${name}`)
          await client.end()
          const url = new URL(server.url)
          url.pathname = `/${name}`
          return url.href
        },
      }),
    )
  } finally {
    await server.close()
  }
}
