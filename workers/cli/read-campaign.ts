import { readFile } from 'node:fs/promises'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { z } from 'zod'

/** The campaign in this file, or the built-in one. Throws `invalid` with a sentence for each fault. */
export async function readCampaign(file: string | undefined): Promise<CampaignContent> {
  if (file === undefined) return builtInCampaign()
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid', `The campaign file ${file} cannot be read. Check the name.`, { cause })
  })
  const parsed = CampaignContent.safeParse(parseJson(text, file))
  if (parsed.success) return byNumber(parsed.data)
  throw new AppError('invalid', `The file ${file} is not a campaign:\n${z.prettifyError(parsed.error)}`)
}

/** No post stands by an id here, and people name a takeaway by its number. */
export function byNumber(campaign: CampaignContent): CampaignContent {
  return { ...campaign, takeaways: campaign.takeaways.map((one) => ({ ...one, id: one.number })) }
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
