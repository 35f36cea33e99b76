import { describeLearning } from '../contracts/learning.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeLearning('SQLite', openTestSqlite)
describeLearning('PostgreSQL', openTestPostgres)
