import type { Encoder, EncoderChoice } from './encoder.ts'
import { openModelFolder } from './model-folder.ts'
import { openUseLite } from './use-lite.ts'

/** Loads an encoder into this thread. Throws AppError `unavailable`, whose sentence says what is missing. */
export function openEncoder(choice: EncoderChoice): Promise<Encoder> {
  return choice.kind === 'folder' ? openModelFolder(choice.folder) : openUseLite(choice.folder)
}
