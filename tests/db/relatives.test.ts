import { describeRelatives } from '../contracts/relatives.ts'
import { openTestPostgres, openTestSqlite } from '../support/open-test-engine.ts'

describeRelatives('SQLite', openTestSqlite)
describeRelatives('PostgreSQL', openTestPostgres)
