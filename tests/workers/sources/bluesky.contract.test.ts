import { testSourceContract } from '../../contracts/source.ts'
import { startBluesky } from './bluesky-harness.ts'

testSourceContract('Bluesky, second wire', () => startBluesky({ wire: 'v2' }))
testSourceContract('Bluesky, first wire', () => startBluesky({ wire: 'v1' }))
