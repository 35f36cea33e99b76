import { describeSessions } from '../contracts/sessions.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeSessions('SQLite', openTestSqlite)
describeSessions('PostgreSQL', openTestPostgres)
