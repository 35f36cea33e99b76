import type { IdeaGroupView } from '@wall/api/wire/idea'
import { createSignal, createUniqueId, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { TimeAgo } from '../../ui/post/time-ago.tsx'
import { useTeamMessages } from '../messages.ts'
import type { Ideas } from './create-ideas.ts'
import type { IdeaApi } from './idea-api.ts'
import { IdeaName } from './idea-name.tsx'
import { IdeaPostList } from './idea-post-list.tsx'

/** One group of like ideas: its name, how many people stand behind it, and on demand what they wrote. */
export function IdeaGroup(props: {
  group: IdeaGroupView
  isPicked: boolean
  onPick: (isPicked: boolean) => void
  ideas: Ideas
  api: IdeaApi
}) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const [isOpen, setOpen] = createSignal(false)
  const name = () => props.group.name ?? t('ideaUnnamed')
  const waiting = () => props.group.posts - props.group.shownPosts
  return (
    <li class="idea-group" data-group={props.group.id}>
      <div class="idea-row">
        <label class="idea-pick">
          <input
            type="checkbox"
            checked={props.isPicked}
            onChange={(event) => props.onPick(event.currentTarget.checked)}
          />
          <span class="visually-hidden">{t('ideaChoose', { name: name() })}</span>
        </label>
        <div class="idea-words">
          <IdeaName
            name={props.group.name}
            onSave={(next) =>
              props.ideas.order(
                () => props.api.rename(props.group.id, next),
                () => (next === '' ? t('ideaNameBack') : t('ideaRenamed', { name: next })),
              )
            }
          />
          <p class="idea-facts">
            {t('ideaPosts', { count: props.group.posts })}
            <Show when={waiting() > 0}> · {t('ideaWaiting', { count: waiting() })}</Show>
            {' · '}
            <TimeAgo at={props.group.newestAt} />
            <Show when={props.group.isKept}> · {t('ideaKept')}</Show>
          </p>
        </div>
        <p class="idea-people tabular">
          <span class="idea-count">{props.group.people}</span>
          {t('ideaPeopleWord', { count: props.group.people })}
        </p>
        <Button
          size="small"
          aria-expanded={isOpen()}
          aria-controls={`${id}-posts`}
          onClick={() => setOpen(!isOpen())}
        >
          {isOpen() ? t('ideaHidePosts') : t('ideaShowPosts')}
          <span class="visually-hidden">
            : <span dir="auto">{name()}</span>
          </span>
        </Button>
      </div>
      <div id={`${id}-posts`}>
        <Show when={isOpen()}>
          <IdeaPostList group={props.group} ideas={props.ideas} api={props.api} />
        </Show>
      </div>
    </li>
  )
}
