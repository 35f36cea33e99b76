import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { useDescribeError } from '../lib/describe-error.ts'
import { useCommon } from '../lib/i18n/common.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { createSeen, watchPresses } from '../lib/seen.ts'
import { useServices } from '../lib/services.tsx'
import type { Room } from '../sign-in/staff-page.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { AnnouncementLine } from './announcement-line.tsx'
import { createAnnouncement } from './create-announcement.ts'
import { createCommands } from './create-commands.ts'
import { createFront } from './create-front.ts'
import { createSingleKeys } from './create-single-keys.ts'
import { DecisionBar } from './decision-bar.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { titleEmpty } from './list/empty-words.ts'
import { QueueEmpty } from './list/queue-empty.tsx'
import { QueueList } from './list/queue-list.tsx'
import { QueueTabs } from './list/queue-tabs.tsx'
import { useModerateMessages } from './messages.ts'
import { createQueue } from './queue/create-queue.ts'
import { createQueueApi } from './queue/queue-api.ts'
import { writeFront } from './queue/queue-attention.ts'
import { findProposal } from './queue/queue-model.ts'
import { useListAddress } from './queue/use-list-address.ts'
import { QueueCard } from './queue-card.tsx'
import { ConnectionNotice, GuardNotice } from './queue-notices.tsx'
import { createSuggestions } from './reason/create-suggestions.ts'
import { createWhy } from './reason/create-why.ts'
import type { FilingControls } from './reason/filing-panel.tsx'

/** The queue with one post in front: which parts the room has, and who tells whom. */
export function QueueRoom(props: { room: Room }) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const common = useCommon()
  const { http, numberOf } = useServices()
  const location = useLocation()
  const navigate = useNavigate()
  const takeaways = createMemo(() =>
    props.room.campaign.takeaways.map((one) =>
      one.isReleased ? one : { ...one, title: `${one.title} ${common('notReleased')}` },
    ),
  )
  const { standing, place, open } = useListAddress()
  const api = createQueueApi(http, props.room.campaign.slug)
  const queue = createQueue({
    api,
    standing,
    place,
    describe: useDescribeError(),
    onCampaign: props.room.onCampaign,
  })
  // Without a session there is no list to show. What waits to be sent stays here: its notice leads to the
  // sign-in, too.
  createEffect(
    on(queue.loadError, (error) => {
      if (apiErrorCode(error) !== 'unauthorized' || queue.model().orders.length > 0) return
      navigate(`/sign-in?then=${encodeURIComponent(location.pathname + location.search)}`, { replace: true })
    }),
  )
  const currentId = createMemo(() => queue.current()?.id)
  const announcement = createAnnouncement(() => queue.model().guard !== null || queue.trouble() !== null)
  const why = createWhy(queue.current)
  const pressedAt = watchPresses()
  const suggestions = createSuggestions(queue.current, pressedAt)
  const [isHelpOpen, setHelpOpen] = createSignal(false)
  const onHelp = () => void setHelpOpen(true)
  const seen = createSeen(
    createMemo(() => writeFront(queue.model())),
    isHelpOpen,
  )
  const seenPost = createSeen(
    createMemo(() => writeFront({ ...queue.model(), guard: null })),
    isHelpOpen,
  )
  const wasSeen = (at: number) => !queue.current() || seen.wasSeen(at)
  const { obey } = createCommands({
    ...{ t, language, queue, why, suggestions, announcement, onHelp, pressedAt, wasSeen, numberOf },
    wasPostSeen: seenPost.wasSeen,
  })
  const keys = createSingleKeys({
    takeaways,
    isPaused: isHelpOpen,
    onCommand: (command) => {
      obey(command)
      if (command.kind !== 'help') front.focus()
    },
  })
  const front = createFront(currentId)
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
        onPlace={(next) => {
          front.awaitCard()
          open(standing(), next)
        }}
      />
      <div class="room-front" ref={front.setScroller}>
        <ConnectionNotice queue={queue} />
        <GuardNotice
          model={queue.model()}
          isStillHere={queue.current()?.standing === standing()}
          onRead={() => {
            queue.dismiss()
            front.focus()
          }}
        />
        <Show
          when={!queue.loadError()}
          fallback={<ErrorView error={queue.loadError()} onRetry={queue.retryLoad} />}
        >
          <Show when={queue.isReady()} fallback={<Loading />}>
            {/* Keyed by id: the same card stays (and keeps the focus) while its post changes. */}
            <Show when={currentId()} keyed fallback={<Empty />}>
              {(_id) => <Front />}
            </Show>
            <Show when={queue.moreError()}>
              <Button onClick={() => void queue.loadMore()}>{t('failedMore')}</Button>
            </Show>
          </Show>
        </Show>
      </div>
      <div class="room-bar" data-fresh={seen.isFresh() ? '' : undefined}>
        <AnnouncementLine
          announcement={announcement.current()}
          inFront={tellFront()}
          onUndo={() => {
            obey({ kind: 'undo' })
            front.focus()
          }}
          onGo={announcement.clear}
        />
        <DecisionBar
          post={queue.isReady() ? queue.current() : undefined}
          takeaways={takeaways()}
          isDisabled={queue.isBlocked()}
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
          onSelect={queue.select}
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

  function Front() {
    return (
      <Show when={queue.current()}>
        {(post) => (
          <QueueCard
            post={post()}
            takeaways={takeaways()}
            controls={controls}
            api={api}
            onTakeBack={(decisionId, standing) => obey({ kind: 'take_back', decisionId, standing })}
            ref={front.setCard}
          />
        )}
      </Show>
    )
  }

  function tellFront(): string | undefined {
    if (!queue.isReady()) return undefined
    const post = queue.current()
    if (!post) return titleEmpty(t, standing(), place())
    const proposed = findProposal(post)
    const now = t('nowReading', { name: post.author.name })
    return proposed === null ? now : `${now}. ${t('proposedUnder', { number: numberOf(proposed) })}`
  }

  function Empty() {
    return (
      <QueueEmpty
        standing={standing()}
        place={place()}
        isQuiet={queue.nothingSince() !== undefined}
        onShowAll={() => {
          front.awaitCard()
          open(standing(), 'all')
        }}
        ref={front.setCard}
      />
    )
  }
}
