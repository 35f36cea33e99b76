import { describeErasure } from '../contracts/erasure.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeErasure('SQLite', openTestSqlite)
describeErasure('PostgreSQL', openTestPostgres)
