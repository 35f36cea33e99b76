import { bluesky } from './bluesky.ts'
import type { Source } from './source.ts'

/** Every kind of source, by kind. A new one is a file beside this and a line here. */
export const sources: Readonly<Record<string, Source>> = { [bluesky.kind]: bluesky }

/** The id of the post whose page this is, on whatever network. */
export function readAddress(address: string): string | undefined {
  return Object.values(sources).flatMap((source) => source.readAddress?.(address) ?? [])[0]
}
