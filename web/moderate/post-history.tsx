import type { DecisionView, QueuePost } from '@wall/api/wire/queue'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { TimeAgo } from '../ui/post/time-ago.tsx'
import { tellDecision } from './decision-words.ts'
import { useModerateMessages } from './messages.ts'
import type { QueueApi } from './queue/queue-api.ts'
import { isErased, type Standing } from './queue/queue-model.ts'

const standingOf = { approve: 'approved', reject: 'rejected', stash: 'stashed' } as const

/**
 * What was decided about the post in front, by whom and when, newest first; the newest that holds can be
 * taken back here.
 */
export function PostHistory(props: {
  post: QueuePost
  api: Pick<QueueApi, 'listDecisions'>
  onTakeBack: (decisionId: number, standing: Standing) => void
}) {
  const t = useModerateMessages()
  const [decisions, setDecisions] = createSignal<readonly DecisionView[]>([])
  /**
   * Each decision, an undo too, makes another version: the first one has no history, and needs no request.
   */
  const asked = createMemo(() => (props.post.version > 1 ? `${props.post.id} ${props.post.version}` : ''))
  createEffect(
    on(asked, async (mine) => {
      const found = mine ? await props.api.listDecisions(props.post.id).catch(() => undefined) : []
      if (found && mine === asked()) setDecisions(found)
    }),
  )
  const holding = createMemo(() => listHolding(decisions()))
  const canTakeBack = (decision: DecisionView) =>
    decision === holding().at(-1) && decision.kind !== 'return' && !isErased(props.post)
  return (
    <Show when={decisions().length > 0}>
      <ol class="history" aria-label={t('history')}>
        <For each={decisions().toReversed()}>
          {(decision) => (
            <li>
              <span>
                <span dir="auto">{tellDecision(t, decision)}</span> · <TimeAgo at={decision.at} />
              </span>
              <Show when={canTakeBack(decision)}>
                <Button
                  size="small"
                  aria-label={t('takeBack', { what: tellDecision(t, decision) })}
                  onClick={() => props.onTakeBack(decision.id, standingBefore())}
                >
                  {t('undo')}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </Show>
  )

  /** How it stood before the newest decision that holds: as the one before left it. */
  function standingBefore(): Standing {
    if (holding().at(-1)?.kind === 'refile') return props.post.standing
    const before = holding()
      .slice(0, -1)
      .findLast(({ kind }) => kind !== 'refile')
    return before && before.kind in standingOf
      ? standingOf[before.kind as keyof typeof standingOf]
      : 'pending'
  }
}

/** An undo takes back the newest that still holds. */
function listHolding(decisions: readonly DecisionView[]): DecisionView[] {
  const holding: DecisionView[] = []
  for (const decision of decisions) {
    if (decision.kind === 'undo') holding.pop()
    else holding.push(decision)
  }
  return holding
}
