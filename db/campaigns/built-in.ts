import { CampaignContent } from '../model/campaign.ts'
import content from './rethinking-intervention.json' with { type: 'json' }

/** The campaign that the product comes with. Throws a ZodError when its file is not a campaign. */
export function builtInCampaign(): CampaignContent {
  return CampaignContent.parse(content)
}
