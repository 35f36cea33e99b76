import { describeStore } from '../contracts/store.ts'
import { openTestPostgres } from '../support/database/open-test-engine.ts'

describeStore('PostgreSQL', openTestPostgres)
