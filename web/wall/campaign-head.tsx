import type { CampaignView } from '@wall/api/wire/campaign'
import { For, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatSince } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useWallWords } from '../lib/i18n/wall.ts'
import type { LiveState } from '../lib/live.ts'
import { formatNetworkName } from '../lib/network-name.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { OutsideLink } from '../ui/post/outside-link.tsx'
import { TheirWords } from '../ui/post/their-words.tsx'

/** The question first, then what this is, then how to join. */
export function CampaignHead(props: {
  campaign: CampaignView
  state: LiveState
  /** Nothing has come in since, and nothing can. */
  nothingSince: number | undefined
}) {
  const t = useWallWords()
  const { language } = useLanguage()
  const now = useNow()
  const tag = () => props.campaign.hashtags[0] ?? ''
  const compose = () => {
    const onBluesky = props.campaign.mentions.filter(({ network }) => network === 'bluesky')
    const words = [`#${tag()}`, ...onBluesky.map(({ handle }) => `@${handle}`), '']
    return `https://bsky.app/intent/compose?text=${encodeURIComponent(words.join(' '))}`
  }
  return (
    <header class="campaign">
      <div class="campaign-about">
        <div class="campaign-line">
          <h1 class="campaign-name">
            <TheirWords text={props.campaign.name} />
          </h1>
          <Show when={props.state === 'live'}>
            <Show when={props.nothingSince} fallback={<span class="campaign-live">{t('live')}</span>}>
              {(since) => (
                <span class="campaign-live" data-quiet="" role="status">
                  {t('nothingSince', { time: formatSince(language(), since(), now()) })}
                </span>
              )}
            </Show>
          </Show>
        </div>
        <p class="campaign-ask">
          <TheirWords text={props.campaign.ask} />
        </p>
        <p class="campaign-text">
          <TheirWords text={props.campaign.about} />
        </p>
        <Show when={props.campaign.homepage}>
          {(homepage) => (
            <p>
              <OutsideLink href={homepage()}>
                {t('about', { organisation: props.campaign.organisation })}
              </OutsideLink>
            </p>
          )}
        </Show>
      </div>
      <section class="campaign-join" aria-labelledby="join">
        <h2 id="join">{t('joinTitle')}</h2>
        <ul class="campaign-steps">
          <li>
            {/* The hashtag is what brings a post here; a mention alone may not. */}
            <strong>{t('joinTag', { tag: `#${tag()}` })}</strong>
          </li>
          <For each={props.campaign.mentions}>
            {({ network, handle }) => (
              <li>{t('joinMention', { network: formatNetworkName(network), mention: `@${handle}` })}</li>
            )}
          </For>
          <li>{t('joinTakeaway')}</li>
        </ul>
        <p class="campaign-buttons">
          <ButtonLink look="strong" href={compose()} target="_blank" rel="noopener noreferrer">
            {t('answerOnBluesky')}
          </ButtonLink>
          <OutsideLink class="campaign-search" href={searchAddress(tag())}>
            {t('searchOnBluesky')}
          </OutsideLink>
        </p>
        <p class="campaign-review">{t('joinReview')}</p>
      </section>
    </header>
  )
}

function searchAddress(tag: string): string {
  return `https://bsky.app/hashtag/${encodeURIComponent(tag)}`
}
