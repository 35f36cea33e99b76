import { describeStore } from '../contracts/store.ts'
import { openTestPostgres } from '../support/open-test-engine.ts'

describeStore('PostgreSQL', openTestPostgres)
