import type { CampaignView } from '@wall/api/wire/campaign'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { useFit } from './fit-words.ts'

/** Nobody has answered yet: say so kindly, and how to be the first. */
export function ScreenWaiting(props: { campaign: CampaignView }) {
  const t = useScreenWords()
  return (
    <div class="waiting" ref={(element) => useFit(element, () => props.campaign)}>
      <p class="waiting-ask">{props.campaign.ask}</p>
      <p class="waiting-title">{t('waitingTitle')}</p>
      <p>{t('join', { tag: `#${props.campaign.hashtags[0] ?? ''}` })}</p>
    </div>
  )
}
