import { sources } from '../sources/index.ts'
import type { PostAtHand } from '../sources/source.ts'

/** The post in a line, as the first source reads it that knows such a line, with that source's network. */
export function readPost(
  line: Record<string, unknown>,
): (PostAtHand & { network: string }) | { fault: string } {
  let fault = 'no source reads such a line'
  for (const { kind, readAtHand } of Object.values(sources)) {
    const read = readAtHand?.(line)
    if (read && !('fault' in read)) return { network: kind, ...read }
    fault = read?.fault ?? fault
  }
  return { fault }
}
