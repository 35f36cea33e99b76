import { describeSessions } from '../contracts/sessions.ts'
import { openTestPostgres, openTestSqlite } from '../support/open-test-engine.ts'

describeSessions('SQLite', openTestSqlite)
describeSessions('PostgreSQL', openTestPostgres)
