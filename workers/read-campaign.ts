import { readFile } from 'node:fs/promises'
import { CampaignFile } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { z } from 'zod'

/** Reads a campaign file. Throws AppError `invalid` that names all that is wrong with it, one a line. */
export async function readCampaign(file: string): Promise<CampaignFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid', `The campaign file ${file} can’t be read. Check its name.`, { cause })
  })
  const parsed = CampaignFile.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(
    (issue) => `- ${z.core.toDotPath(issue.path) || 'the file'}: ${issue.message}`,
  )
  throw new AppError('invalid', `The campaign file ${file} can’t be used:\n${faults.join('\n')}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('invalid', `The campaign file ${file} is not JSON. Check its commas and quotes.`, {
      cause,
    })
  }
}
