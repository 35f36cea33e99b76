import type { BetterAuthOptions } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Database, Engine } from '../../engines/engine.ts'

/**
 * What better-auth keeps its users and sessions through. Its own Drizzle adapter does the work; reads go to
 * the reader, and every write through the engine's one queue, so that it never lands inside a transaction
 * somebody else has open.
 */
export function createSignInAdapter(engine: Engine) {
  const { user, session, account, verification } = engine.tables
  const schema = { user, session, account, verification }
  const provider = engine.kind === 'sqlite' ? 'sqlite' : 'pg'

  return (options: BetterAuthOptions) => {
    const over = (db: Database) => drizzleAdapter(db, { provider, schema, transaction: false })(options)
    type Adapter = ReturnType<typeof over>

    const reads = over(engine.reader)
    function write<T>(run: (adapter: Adapter) => Promise<T>): Promise<T> {
      return engine.transaction(({ db }) => run(over(db)))
    }

    function read<T>(result: Promise<T>): Promise<T> {
      return result.catch((error: unknown) => {
        throw engine.translateFault(error)
      })
    }

    const adapter: Adapter = {
      ...reads,
      findOne: (order) => read(reads.findOne(order)),
      findMany: (order) => read(reads.findMany(order)),
      count: (order) => read(reads.count(order)),
      create: (order) => write((writer) => writer.create(order)),
      update: (order) => write((writer) => writer.update(order)),
      updateMany: (order) => write((writer) => writer.updateMany(order)),
      delete: (order) => write((writer) => writer.delete(order)),
      deleteMany: (order) => write((writer) => writer.deleteMany(order)),
      consumeOne: (order) => write((writer) => writer.consumeOne(order)),
      incrementOne: (order) => write((writer) => writer.incrementOne(order)),
      transaction: (run) => run(adapter),
    }
    return adapter
  }
}
