import type { Database, Engine } from '@wall/db/engines/engine'

/** The same engine, which counts what is asked within transactions. */
export function countStatements(engine: Engine): { engine: Engine; count(): number } {
  let count = 0
  const watched = new Set<string | symbol>(['select', 'selectDistinct', 'insert', 'update', 'delete'])
  const watch = (db: Database) =>
    new Proxy(db, {
      get(target, name) {
        if (watched.has(name)) count += 1
        const member = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
  return {
    engine: {
      ...engine,
      transaction: (run) => engine.transaction((one) => run({ ...one, db: watch(one.db) })),
    },
    count: () => count,
  }
}
