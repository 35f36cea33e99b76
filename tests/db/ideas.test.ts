import { describeIdeas } from '../contracts/ideas.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeIdeas('SQLite', openTestSqlite)
describeIdeas('PostgreSQL', openTestPostgres)
