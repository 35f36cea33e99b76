import type { TakeawayView } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import { createEffect, For, on, Show } from 'solid-js'
import { useServices } from '../lib/services.tsx'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { Button, type ButtonLook } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { type Command, type CommandKind, fileKey, type PrintedKind, printedKeys } from './key-map.ts'
import { KeyMark } from './key-mark.tsx'
import { useModerateMessages } from './messages.ts'
import { findProposal, isErased } from './queue/queue-model.ts'
import { SuggestionChips } from './reason/suggestion-chips.tsx'

/** Each in a place of its own: what a button means must not change under the hand that reaches for it. */
const decisions = [
  { kind: 'requeue', standing: 'pending', icon: 'undo', look: 'quiet' },
  { kind: 'reject', standing: 'rejected', icon: 'close', look: 'bad' },
  { kind: 'stash', standing: 'stashed', icon: 'time', look: 'plain' },
  { kind: 'approve', standing: 'approved', icon: 'check', look: 'strong' },
] as const satisfies readonly { kind: CommandKind; standing: string; icon: IconName; look: ButtonLook }[]

/**
 * Everything that can be done with the post in front, within reach of a thumb, with its key printed on it.
 */
export function DecisionBar(props: {
  post: QueuePost | undefined
  takeaways: readonly TakeawayView[]
  isDisabled: boolean
  canUndo: boolean
  hasKeys: boolean
  onCommand: (command: Command) => void
}) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  const isOff = () => props.isDisabled || !props.post || isErased(props.post)
  const proposed = () => (props.post ? findProposal(props.post) : null)
  const isProposed = (place: number | null) => place !== null && proposed() === place
  const sign = (kind: PrintedKind) => (props.hasKeys ? printedKeys[kind] : undefined)
  let files: HTMLFieldSetElement | undefined
  // Of many takeaways only two rows are in sight: where the post stands is among them.
  createEffect(
    on(
      () => [props.post?.id, props.post?.takeaway, proposed()],
      () => requestAnimationFrame(() => files && showPressed(files)),
    ),
  )
  return (
    <section class="bar" aria-label={t('barLabel')}>
      <Show when={props.post}>
        {(post) => (
          <SuggestionChips
            filing={post().filing}
            takeaways={props.takeaways}
            isDisabled={isOff()}
            hasKeys={props.hasKeys}
            onTake={(at) => props.onCommand({ kind: 'suggest', at })}
          />
        )}
      </Show>
      <fieldset ref={files} class="bar-files" aria-label={t('fileLabel')}>
        <For each={[...props.takeaways, null]}>
          {(takeaway) => (
            <button
              type="button"
              class="bar-file"
              data-takeaway={takeaway?.id ?? 'unfiled'}
              style={{ '--wheel': takeawayHue(takeaway?.id ?? null) }}
              data-proposed={isProposed(takeaway?.id ?? null) ? '' : undefined}
              disabled={isOff()}
              aria-pressed={
                props.post?.takeaway === (takeaway?.id ?? null) && (takeaway !== null || proposed() === null)
              }
              aria-keyshortcuts={props.hasKeys ? fileKey(takeaway) : undefined}
              aria-label={
                takeaway === null
                  ? undefined
                  : t('fileUnder', { number: takeaway.number, title: takeaway.title })
              }
              aria-description={
                takeaway && isProposed(takeaway.id)
                  ? t('proposedUnder', { number: takeaway.number })
                  : undefined
              }
              title={takeaway?.title ?? t('unfiled')}
              onClick={() => props.onCommand({ kind: 'file', takeaway: takeaway?.id ?? null })}
            >
              {takeaway?.number ?? <span class="bar-unfiled">{t('unfiled')}</span>}
              <Show when={takeaway === null}>
                <KeyMark sign={props.hasKeys ? '0' : undefined} />
              </Show>
            </button>
          )}
        </For>
      </fieldset>
      <div class="bar-decisions">
        <For each={decisions}>
          {(decision) => (
            <Button
              class="decide"
              look={decision.look}
              disabled={isOff() || (decision.kind === 'requeue' && props.post?.standing === 'pending')}
              aria-pressed={
                decision.kind === 'requeue' ? undefined : props.post?.standing === decision.standing
              }
              aria-keyshortcuts={sign(decision.kind)}
              onClick={() => props.onCommand({ kind: decision.kind })}
            >
              <Icon name={decision.icon} />
              <span>{name(decision.kind)}</span>
              <KeyMark sign={sign(decision.kind)} />
            </Button>
          )}
        </For>
      </div>
      <div class="bar-moves">
        <Small kind="previous" icon="left" isOff={!props.post} />
        <Small kind="next" icon="right" isOff={!props.post} />
        <Small kind="undo" icon="undo" isOff={!props.canUndo || props.isDisabled} />
        <Small kind="help" icon="info" isOff={false} />
      </div>
    </section>
  )

  /** Approve says what else it does. */
  function name(kind: (typeof decisions)[number]['kind']): string {
    const takeaway = proposed()
    return kind === 'approve' && takeaway !== null
      ? t('approveUnder', { number: numberOf(takeaway) })
      : t(kind)
  }

  function Small(own: { kind: 'previous' | 'next' | 'undo' | 'help'; icon: IconName; isOff: boolean }) {
    return (
      <Button
        look="quiet"
        size="small"
        data-kind={own.kind}
        disabled={own.isOff}
        aria-keyshortcuts={sign(own.kind)}
        onClick={() => props.onCommand({ kind: own.kind })}
      >
        <Icon name={own.icon} />
        <span>{t(own.kind)}</span>
        <KeyMark sign={sign(own.kind)} />
      </Button>
    )
  }
}

/** Where the post stands, filed or as a proposal. Scrolls the list alone, never the page around it. */
function showPressed(list: HTMLElement): void {
  const pressed = list.querySelector('[data-proposed], [aria-pressed="true"]')
  if (!pressed || list.scrollHeight <= list.clientHeight) return
  const [box, button] = [list.getBoundingClientRect(), pressed.getBoundingClientRect()]
  if (button.top < box.top) list.scrollTop -= box.top - button.top
  else if (button.bottom > box.bottom) list.scrollTop += button.bottom - box.bottom
}
