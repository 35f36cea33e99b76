import { testSourceContract } from '../../contracts/source.ts'
import { startPebble } from './pebble-harness.ts'

testSourceContract('a JSON file', startPebble)
