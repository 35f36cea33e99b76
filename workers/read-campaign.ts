import { readFile } from 'node:fs/promises'
import { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { z } from 'zod'

/** Reads a campaign file. Throws AppError `invalid` that names all that is wrong with it, one a line. */
export async function readCampaign(file: string): Promise<CampaignContent> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid', `The campaign file ${file} can’t be read. Check CAMPAIGN_FILE.`, { cause })
  })
  const parsed = CampaignContent.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(
    (issue) => `- ${z.core.toDotPath(issue.path) || 'the file'}: ${issue.message}`,
  )
  throw new AppError('invalid', `The campaign file ${file} can’t be used:\n${faults.join('\n')}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid', `The campaign file ${file} is not JSON.`, { cause })
  }
}
