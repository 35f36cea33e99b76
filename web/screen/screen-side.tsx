import type { CampaignView } from '@wall/api/wire/campaign'
import { createMemo, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { useFit } from './fit-words.ts'
import { QrCode } from './qr-code.tsx'
import { readPublicUrl, wallAddress } from './wall-address.ts'

/** Which takeaway is answered, what was asked, and how to join. */
export function ScreenSide(props: {
  campaign: CampaignView
  takeaway: number | null | undefined
  search: string
}) {
  const t = useScreenWords()
  const common = useCommon()
  const takeaway = createMemo(() => props.campaign.takeaways.find(({ id }) => id === props.takeaway))
  const title = () => takeaway()?.title ?? (props.takeaway === null ? common('unfiled') : props.campaign.name)
  const tag = () => props.campaign.hashtags[0]
  return (
    <header class="side" ref={(element) => useFit(element, () => [props.campaign, props.takeaway])}>
      <p class="side-campaign">{props.campaign.name}</p>
      <Show when={`${props.takeaway}`} keyed>
        <div class="side-takeaway" data-fit="">
          <Show when={takeaway()}>
            {(one) => (
              <span class="side-numeral" aria-hidden="true">
                {one().number}
              </span>
            )}
          </Show>
          <h1 class="side-title" data-length={titleLength(title())}>
            <Show when={takeaway()}>
              {(one) => (
                <span class="visually-hidden">
                  {t('takeawayOf', { number: one().number, total: props.campaign.takeaways.length })}:{' '}
                </span>
              )}
            </Show>
            {title()}
          </h1>
        </div>
      </Show>
      <div class="side-join" data-fit="">
        <p class="side-ask">{props.campaign.ask}</p>
        <Show
          when={wallAddress({ publicUrl: readPublicUrl(), origin: location.origin }, props.search)}
          fallback={<p class="side-nocode">{t('noCode', { address: location.origin })}</p>}
        >
          {(address) => <QrCode text={address()} />}
        </Show>
        <Show when={tag()}>{(name) => <p class="side-tag">#{name()}</p>}</Show>
      </div>
    </header>
  )
}

function titleLength(title: string): 'short' | 'medium' | 'long' {
  if (title.length <= 50) return 'short'
  return title.length <= 95 ? 'medium' : 'long'
}
