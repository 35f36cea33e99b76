import { describeLearning } from '../contracts/learning.ts'
import { openTestPostgres, openTestSqlite } from '../support/open-test-engine.ts'

describeLearning('SQLite', openTestSqlite)
describeLearning('PostgreSQL', openTestPostgres)
