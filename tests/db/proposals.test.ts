import { describeProposals } from '../contracts/proposals.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'

describeProposals('SQLite', openTestSqlite)
describeProposals('PostgreSQL', openTestPostgres)
