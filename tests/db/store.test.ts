import { describeStore } from '../contracts/store.ts'
import { openTestSqlite } from '../support/open-test-engine.ts'

describeStore('SQLite', openTestSqlite)
