import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js'
import { useDescribeError } from '../lib/describe-error.ts'
import { useServices } from '../lib/services.tsx'
import type { Room } from '../sign-in/signed-in.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { createQueue } from './create-queue.ts'
import { createSingleKeys } from './create-single-keys.ts'
import { createWhy } from './create-why.ts'
import { DecisionBar } from './decision-bar.tsx'
import { listChips } from './filing-outcome.ts'
import type { FilingControls } from './filing-panel.tsx'
import { HelpDialog } from './help-dialog.tsx'
import type { Command } from './key-map.ts'
import { readPlace, readStanding, writePlace } from './list-address.ts'
import { useModerateMessages } from './messages.ts'
import { namePlace } from './place-words.ts'
import { createQueueApi } from './queue-api.ts'
import { QueueCard } from './queue-card.tsx'
import { QueueList } from './queue-list.tsx'
import type { Place, Standing } from './queue-model.ts'
import { ConnectionNotice, GuardNotice, tellGuard } from './queue-notices.tsx'
import { QueueTabs } from './queue-tabs.tsx'

const newsMs = 8000
/** So long after the suggestions changed a key may still be meant for the ones before. */
const settleMs = 700
const standingOf = { approve: 'approved', reject: 'rejected', stash: 'stashed', requeue: 'pending' } as const
const doneWords = {
  approved: 'doneApproved',
  rejected: 'doneRejected',
  stashed: 'doneStashed',
  pending: 'donePending',
} as const
const emptyWords = { approved: 'emptyApproved', rejected: 'emptyRejected', stashed: 'emptyStashed' } as const

/** The queue with one post in front. Keys, buttons and toasts all speak through `obey`. */
export function QueueRoom(props: { room: Room }) {
  const t = useModerateMessages()
  const { http } = useServices()
  const [params, setParams] = useSearchParams<{ standing?: string; takeaway?: string }>()
  const standing = createMemo(() => readStanding(params.standing))
  const place = createMemo(() => readPlace(params.takeaway))
  const takeaways = () => props.room.campaign.takeaways
  const queue = createQueue({
    api: createQueueApi(http, props.room.campaign.slug),
    standing,
    place,
    describe: useDescribeError(),
  })
  const [news, setNews] = createSignal<{ text: string; canUndo: boolean }>()
  // The news may go after a while: undo stays on the bar.
  createEffect(() => {
    if (!news()) return
    const timer = setTimeout(() => setNews(undefined), newsMs)
    onCleanup(() => clearTimeout(timer))
  })
  // What somebody else did is not to be mistaken for what was done here.
  createEffect(() => {
    if (queue.model().guard) setNews(undefined)
  })
  const [isHelpOpen, setHelpOpen] = createSignal(false)
  const why = createWhy(() => queue.current())
  const chips = createMemo(() => {
    const post = queue.current()
    return { id: post?.id, places: post ? listChips(post.filing).map((one) => one.takeaway) : [] }
  })
  let chipsChangedAt = 0
  createEffect(
    on(chips, (now, before) => {
      if (before?.id === now.id && String(before?.places) !== String(now.places)) chipsChangedAt = Date.now()
    }),
  )
  const keys = createSingleKeys({
    takeaways: () => takeaways().map((takeaway) => takeaway.number),
    isPaused: isHelpOpen,
    onCommand: (command) => {
      obey(command)
      if (command.kind !== 'help') card?.focus({ preventScroll: true })
    },
  })
  const isDisabled = () => queue.isOffline() || queue.trouble() !== null
  const currentId = createMemo(() => queue.current()?.id)
  let card: HTMLElement | undefined
  let scroller: HTMLDivElement | undefined

  // Another post in front: begin at its top, and never leave the keyboard on something that went away.
  createEffect(
    on(
      currentId,
      () => {
        scroller?.scrollTo({ top: 0 })
        if (scroller && scroller.getBoundingClientRect().top < 0) scroller.scrollIntoView()
        if (document.activeElement === document.body) card?.focus({ preventScroll: true })
      },
      { defer: true },
    ),
  )

  const controls: FilingControls = {
    get hasKeys() {
      return keys.isOn()
    },
    get isWhyOpen() {
      return why.isOpen()
    },
    get asked() {
      return why.asked()
    },
    onWhy: why.setOpen,
    onAsk: why.ask,
  }

  return (
    <div class="room">
      <h1 class="visually-hidden">{t('title')}</h1>
      <QueueTabs
        standing={standing()}
        place={place()}
        counts={queue.model().seq > 0 ? queue.counts() : undefined}
        takeaways={takeaways()}
        onStanding={(next) => open(next, place())}
        onPlace={(next) => open(standing(), next)}
      />
      <div class="room-front" ref={scroller}>
        <ConnectionNotice queue={queue} />
        <GuardNotice
          model={queue.model()}
          isStillHere={queue.current()?.standing === standing()}
          onRead={() => {
            queue.dismiss()
            card?.focus({ preventScroll: true })
          }}
        />
        <Show when={!queue.loadError()} fallback={<ErrorView error={queue.loadError()} onRetry={retry} />}>
          <Show when={queue.isReady()} fallback={<Loading />}>
            <Show when={currentId()} keyed fallback={<Empty />}>
              {(id) => <Front id={id} />}
            </Show>
            <Show when={queue.moreError()}>
              <Button onClick={() => void queue.loadMore()}>{t('failedMore')}</Button>
            </Show>
          </Show>
        </Show>
      </div>
      <div class="room-bar">
        <div class="room-news" role="status">
          <Show when={news()} keyed>
            {(line) => (
              <div class="toast">
                <span>
                  {line.text}
                  <span class="visually-hidden">{tellFront()}</span>
                </span>
                <Show when={line.canUndo}>
                  <Button size="small" onClick={() => obey({ kind: 'undo' })}>
                    {t('undo')}
                  </Button>
                </Show>
              </div>
            )}
          </Show>
        </div>
        <DecisionBar
          post={queue.isReady() ? queue.current() : undefined}
          takeaways={takeaways()}
          isDisabled={isDisabled()}
          canUndo={queue.model().done.length > 0}
          hasKeys={keys.isOn()}
          onCommand={obey}
        />
      </div>
      <div class="room-list">
        <QueueList
          posts={queue.listed()}
          currentId={queue.model().currentId}
          hasMore={queue.model().next !== null}
          onSelect={(id) => queue.select(id)}
        />
      </div>
      <HelpDialog
        isOpen={isHelpOpen()}
        isSingleKeysOn={keys.isOn()}
        onSingleKeys={keys.setOn}
        onClose={() => setHelpOpen(false)}
      />
    </div>
  )

  /** Keyed by id: the same card stays (and keeps the focus) while its post changes. */
  function Front(own: { id: number }) {
    return (
      <Show when={queue.current()}>
        {(post) => (
          <QueueCard
            post={post()}
            takeaways={takeaways()}
            controls={controls}
            ref={(element) => {
              card = element
              card.dataset.front = String(own.id)
            }}
          />
        )}
      </Show>
    )
  }

  function Empty() {
    const isAll = () => place() === 'all'
    const words = () => {
      const open = standing()
      if (!isAll()) return t('emptyPlace')
      return open === 'pending' ? t('emptyPending') : t(emptyWords[open])
    }
    return (
      <div class="room-empty" tabindex="-1" ref={(element) => (card = element)}>
        <EmptyState title={standing() === 'pending' && isAll() ? t('emptyPendingTitle') : words()}>
          <Show when={standing() === 'pending' && isAll()}>
            <p>{words()}</p>
          </Show>
          <Show when={!isAll()}>
            <Button onClick={() => open(standing(), 'all')}>{t('showAll')}</Button>
          </Show>
        </EmptyState>
      </div>
    )
  }

  function obey(command: Command) {
    if (command.kind === 'help') return void setHelpOpen(true)
    if (command.kind === 'next') return void queue.step(1)
    if (command.kind === 'previous') return void queue.step(-1)
    if (command.kind === 'why') return void why.setOpen(!why.isOpen())
    if (isDisabled()) return
    if (command.kind === 'suggest') return obeySuggestion(command.at)
    if (command.kind === 'undo') {
      return setNews({ text: queue.undo() === 'done' ? t('doneUndone') : t('nothingToUndo'), canUndo: false })
    }
    const guard = queue.model().guard
    const isFiling = command.kind === 'file'
    const outcome = queue.act(
      isFiling ? { takeaway: command.takeaway } : { standing: standingOf[command.kind] },
    )
    if (outcome === 'blocked' && guard) setNews({ text: tellGuard(t, guard), canUndo: false })
    if (outcome !== 'done') return
    const text = isFiling
      ? t('doneFiled', { place: namePlace(t, command.takeaway) })
      : t(doneWords[standingOf[command.kind]])
    setNews({ text, canUndo: true })
  }

  function obeySuggestion(at: number) {
    const place = chips().places[at]
    if (place === undefined) return
    if (Date.now() - chipsChangedAt < settleMs)
      return void setNews({ text: t('suggestionsChanged'), canUndo: false })
    obey({ kind: 'file', takeaway: place })
  }

  /** Heard after each decision: who is in front now. */
  function tellFront(): string {
    const post = queue.current()
    return post ? `. ${t('nowReading', { name: post.author.name })}` : `. ${t('emptyPendingTitle')}`
  }

  function open(nextStanding: Standing, nextPlace: Place) {
    setParams({
      standing: nextStanding === 'pending' ? undefined : nextStanding,
      takeaway: nextPlace === 'all' ? undefined : writePlace(nextPlace),
    })
  }

  function retry() {
    queue.reload().catch(() => undefined)
  }
}
