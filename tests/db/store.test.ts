import { describeStore } from '../contracts/store.ts'
import { openTestSqlite } from '../support/database/open-test-engine.ts'

describeStore('SQLite', openTestSqlite)
