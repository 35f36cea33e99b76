import type { QueuePost } from '@wall/api/wire/queue'
import { For, Match, Show, Switch } from 'solid-js'
import { useServices } from '../../lib/services.tsx'
import { Icon } from '../../ui/icons.tsx'
import { TakeawayMark } from '../../ui/post/takeaway-mark.tsx'
import { useModerateMessages } from '../messages.ts'
import { findPictureReading, findReason, listNear, type Reason, type SignalSeen } from './filing-outcome.ts'
import { NearPosts } from './near-posts.tsx'
import { gatherSignals, tellSignal } from './signal-words.ts'
import { WordList } from './word-list.tsx'

/**
 * Why it stands where it stands, or is offered what it is offered: from the facts, in the reader's language.
 */
export function FilingReason(props: { post: QueuePost }) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  const filing = () => props.post.filing
  const reason = () => findReason(filing())
  const as = <K extends Reason['kind']>(kind: K) => {
    const found = reason()
    return found.kind === kind ? (found as Extract<Reason, { kind: K }>) : undefined
  }
  const near = () => (filing().by === null || filing().by === 'model' ? listNear(filing()) : [])
  return (
    <div class="filing-why">
      <Show when={reason().kind !== 'unread' && findPictureReading(props.post)}>
        {(reading) => (
          <p class="filing-fact">
            <Icon name="info" />
            {t(reading() === 'alt' ? 'readByAlt' : 'readNothing')}
          </p>
        )}
      </Show>
      <Switch>
        <Match when={as('person')}>
          {(person) => <p>{person().name ? t('byName', { name: person().name ?? '' }) : t('byModerator')}</p>}
        </Match>
        <Match when={as('unread')}>
          <p>{t('byUnread')}</p>
        </Match>
        <Match when={as('rule')}>
          {(rule) => (
            <p>
              {t('byRule')} <Signals signals={rule().signals} />
            </p>
          )}
        </Match>
        <Match when={as('several')}>
          {(several) => (
            <p>
              {t('bySeveral')} <Signals signals={several().signals} hasMarks />
            </p>
          )}
        </Match>
        <Match when={as('advised')}>
          {(advised) => (
            <p>
              {tellAdvised(advised())} <Quoted words={advised().reason} />
            </p>
          )}
        </Match>
        <Match when={as('words')}>
          {(words) => (
            <p>
              {tellWords(words())} <WordList words={words().words} />
            </p>
          )}
        </Match>
        <Match when={as('told')}>{(told) => <p lang="en">{told().reason}</p>}</Match>
        <Match when={as('nothing')}>
          <p>{t('byNobody')}</p>
        </Match>
      </Switch>
      <Show when={near().length > 0}>
        <div>
          <p>{t('nearTitle')}</p>
          <NearPosts near={near()} />
        </div>
      </Show>
    </div>
  )

  function tellAdvised({ takeaway, reason }: Extract<Reason, { kind: 'advised' }>): string {
    const isWordless = reason === ''
    if (takeaway === null) return t(isWordless ? 'modelNone' : 'modelNoneWhy')
    return t(isWordless ? 'modelSays' : 'modelSaysWhy', { number: numberOf(takeaway) })
  }

  function tellWords({ takeaway, words }: Extract<Reason, { kind: 'words' }>): string {
    const isWhole = words.length === 0
    if (takeaway === null) return t(isWhole ? 'wholeNone' : 'wordsNone')
    const isFiled = filing().by === 'model'
    const key = isFiled ? (['wordsFiled', 'wholeFiled'] as const) : (['wordsLike', 'wholeLike'] as const)
    return t(key[isWhole ? 1 : 0], { number: numberOf(takeaway) })
  }
}

/** Words of a stranger, in whatever language they may be: they must not run on into ours. */
function Quoted(props: { words: string }) {
  return (
    <Show when={props.words !== ''}>
      <q lang="" dir="auto">
        {props.words}
      </q>
    </Show>
  )
}

function Signals(props: { signals: readonly SignalSeen[]; hasMarks?: boolean }) {
  const t = useModerateMessages()
  return (
    <span class="signals">
      <For each={gatherSignals(props.signals).slice(0, 6)}>
        {({ signal, takeaways }, at) => (
          <>
            {at() > 0 ? '; ' : ''}
            <span lang={tellSignal(t, signal) === undefined ? 'en' : undefined}>
              {tellSignal(t, signal) ?? `it ${signal.seen}`}
            </span>
            <Show when={props.hasMarks}>
              <For each={takeaways.slice(0, 6)}>
                {(takeaway) => (
                  <>
                    {' '}
                    <TakeawayMark takeaway={takeaway} />
                  </>
                )}
              </For>
            </Show>
          </>
        )}
      </For>
    </span>
  )
}
