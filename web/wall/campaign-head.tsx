import type { CampaignView } from '@wall/api/wire/campaign'
import { For, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatSince } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useWallWords } from '../lib/i18n/wall.ts'
import type { LiveState } from '../lib/live.ts'
import { useNetworkName } from '../lib/network-name.ts'
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
  const nameNetwork = useNetworkName()
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
              <li>{t('joinMention', { network: nameNetwork(network), mention: `@${handle}` })}</li>
            )}
          </For>
          <li>{t('joinTakeaway')}</li>
        </ul>
        <For each={props.campaign.networks}>
          {({ kind, compose, tag }) => (
            <p class="campaign-buttons">
              <Show when={compose}>
                {(href) => (
                  <ButtonLink look="strong" href={href()} target="_blank" rel="noopener noreferrer">
                    {t('answerOn', { network: nameNetwork(kind) })}
                  </ButtonLink>
                )}
              </Show>
              <Show when={tag}>
                {(href) => (
                  <OutsideLink class="campaign-search" href={href()}>
                    {t('searchThere')}
                  </OutsideLink>
                )}
              </Show>
            </p>
          )}
        </For>
        <p class="campaign-review">{t('joinReview')}</p>
      </section>
    </header>
  )
}
