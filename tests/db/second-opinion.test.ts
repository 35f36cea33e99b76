import { describeSecondOpinions } from '../contracts/second-opinion.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeSecondOpinions('SQLite', openTestSqlite)
describeSecondOpinions('PostgreSQL', openTestPostgres)
