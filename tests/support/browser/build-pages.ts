// Browser tests see the pages as they are now, built as the launcher builds them.
import { join } from 'node:path'
import { buildWeb } from '@wall/api/launch/build-web'

export async function setup(): Promise<void> {
  await buildWeb(join(import.meta.dirname, '../../..'), () => undefined)
}
