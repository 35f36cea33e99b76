import type { TakeawayView } from '@wall/api/wire/campaign'
import type { ActionCountView, IdeaGroupView } from '@wall/api/wire/idea'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { Button } from '../../ui/button.tsx'
import { TakeawayMark } from '../../ui/post/takeaway-mark.tsx'
import { useTeamMessages } from '../messages.ts'
import { ActionSupport } from './action-support.tsx'
import type { Ideas } from './create-ideas.ts'
import type { IdeaApi } from './idea-api.ts'
import { IdeaGroup } from './idea-group.tsx'

/** Groups beyond these are shown on demand: they are the weakest. */
const shownFirst = 6

/** The ideas under one takeaway, strongest first, and how many support what is on its list already. */
export function IdeaTakeaway(props: {
  takeaway: TakeawayView | null
  groups: readonly IdeaGroupView[]
  actions: readonly ActionCountView[]
  ideas: Ideas
  api: IdeaApi
}) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const [isWhole, setWhole] = createSignal(false)
  const [picked, setPicked] = createSignal<readonly number[]>([])
  const shown = () => (isWhole() ? props.groups : props.groups.slice(0, shownFirst))
  // What was chosen may have been merged away by somebody else meanwhile.
  const chosen = () => props.groups.filter((group) => picked().includes(group.id))
  const pick = (groupId: number, isPicked: boolean) =>
    setPicked((ids) => (isPicked ? [...ids, groupId] : ids.filter((one) => one !== groupId)))
  const nameOf = (group: IdeaGroupView | undefined) => group?.name ?? t('ideaUnnamed')
  const merge = async () => {
    const ids = chosen().map((group) => group.id)
    const [first] = chosen()
    const done = () => t('ideaMerged', { count: ids.length, name: nameOf(first) })
    const changed = await props.ideas.order(() => props.api.merge(ids), done)
    if (changed) setPicked([])
  }
  return (
    <section
      class="idea-takeaway"
      aria-labelledby={`${id}-title`}
      style={{ '--wheel': takeawayHue(props.takeaway?.id ?? null) }}
      data-takeaway={props.takeaway?.id ?? 'unfiled'}
    >
      <h3 class="idea-takeaway-title">
        <TakeawayMark takeaway={props.takeaway?.id ?? null} />
        <span id={`${id}-title`}>{props.takeaway?.title ?? t('unfiled')}</span>
      </h3>
      <div class="idea-columns">
        <div>
          <Show when={props.groups.length > 0} fallback={<p class="team-soft">{t('ideasNoneHere')}</p>}>
            <ul class="idea-groups">
              <For each={shown()}>
                {(group) => (
                  <IdeaGroup
                    group={group}
                    isPicked={picked().includes(group.id)}
                    onPick={(isPicked) => pick(group.id, isPicked)}
                    ideas={props.ideas}
                    api={props.api}
                  />
                )}
              </For>
            </ul>
          </Show>
          <Show when={props.groups.length > shownFirst}>
            <Button size="small" aria-expanded={isWhole()} onClick={() => setWhole(!isWhole())}>
              {isWhole() ? t('ideasFewer') : t('ideasAll', { count: props.groups.length })}
            </Button>
          </Show>
          <p class="visually-hidden" role="status">
            {chosen().length > 0 ? t('ideasChosen', { count: chosen().length }) : ''}
          </p>
          <Show when={chosen().length > 0}>
            <div class="idea-bar">
              <span>
                {chosen().length > 1
                  ? t('ideasMergeInto', { name: nameOf(chosen()[0]) })
                  : t('ideasChooseMore')}
              </span>
              <Button look="strong" size="small" disabled={chosen().length < 2} onClick={() => void merge()}>
                {t('ideasMerge')}
              </Button>
              <Button size="small" onClick={() => setPicked([])}>
                {t('ideasChooseNone')}
              </Button>
            </div>
          </Show>
        </div>
        <Show when={props.takeaway?.actions.length}>
          <ActionSupport actions={props.takeaway?.actions ?? []} counts={props.actions} />
        </Show>
      </div>
    </section>
  )
}
