import { describeRelatives } from '../contracts/relatives.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeRelatives('SQLite', openTestSqlite)
describeRelatives('PostgreSQL', openTestPostgres)
