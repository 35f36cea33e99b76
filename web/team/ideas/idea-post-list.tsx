import type { IdeaGroupView } from '@wall/api/wire/idea'
import type { QueuePost } from '@wall/api/wire/queue'
import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { keepFocus } from '../../lib/keep-focus.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorView } from '../../ui/error-view.tsx'
import { Loading } from '../../ui/loading.tsx'
import { HostMark } from '../../ui/post/host-mark.tsx'
import { PostCard } from '../../ui/post/post-card.tsx'
import { useTeamMessages } from '../messages.ts'
import type { Ideas } from './create-ideas.ts'
import type { IdeaApi } from './idea-api.ts'

/** What people wrote: some of it can be taken out into a group of its own, or marked as no idea. */
export function IdeaPostList(props: { group: IdeaGroupView; ideas: Ideas; api: IdeaApi }) {
  const t = useTeamMessages()
  const [found, setFound] = createStore<{ posts?: QueuePost[] }>({})
  const posts = () => found.posts
  const [error, setError] = createSignal<unknown>()
  const [picked, setPicked] = createSignal<readonly number[]>([])
  const chosen = () => (posts() ?? []).filter((post) => picked().includes(post.id)).map((post) => post.id)
  const canSplit = () => chosen().length > 0 && chosen().length < (posts()?.length ?? 0)

  const ask = async () => {
    try {
      const next = (await props.api.listPosts(props.group.id)).posts
      // Cards stay on the page as others come and go.
      keepFocus(() => setFound('posts', reconcile(next, { key: 'id' })))
      setError(undefined)
    } catch (failure) {
      setError(failure)
    }
  }
  // Again when posts come or go.
  createEffect(
    on(
      () => [props.group.posts, props.group.shownPosts, props.group.newestAt],
      () => void ask(),
    ),
  )
  const split = async () => {
    const ids = chosen()
    const done = () => t('ideaSplitDone', { count: ids.length })
    if (await props.ideas.order(() => props.api.split(props.group.id, ids), done)) {
      setPicked([])
      await ask()
    }
  }
  const markNoIdea = async (postId: number) => {
    if (
      await props.ideas.order(
        () => props.api.markNoIdea(postId),
        () => t('ideaNotDone'),
      )
    )
      await ask()
  }
  return (
    <div class="idea-posts">
      <Show when={error()}>
        <ErrorView error={error()} onRetry={() => void ask()} />
      </Show>
      <Show when={posts()} fallback={<Show when={!error()}>{<Loading />}</Show>}>
        <div class="found">
          <For each={posts()}>
            {(post) => (
              <PostCard post={post} hideMark drawHostMark={() => <HostMark words={t('otherHost')} />}>
                <Show when={post.standing !== 'approved' || post.hiddenWhy}>
                  <p class="found-standing">{t('notOnWall')}</p>
                </Show>
                <div class="idea-post-orders">
                  <Show when={(posts()?.length ?? 0) > 1}>
                    <label>
                      <input
                        type="checkbox"
                        checked={picked().includes(post.id)}
                        onChange={(event) => {
                          const isPicked = event.currentTarget.checked
                          setPicked((ids) =>
                            isPicked ? [...ids, post.id] : ids.filter((one) => one !== post.id),
                          )
                        }}
                      />
                      {t('ideaTakeOut')}
                    </label>
                  </Show>
                  <Button size="small" onClick={() => void markNoIdea(post.id)}>
                    {t('ideaNot')}
                  </Button>
                </div>
              </PostCard>
            )}
          </For>
        </div>
        <Show when={chosen().length > 0}>
          <div class="idea-bar">
            <span>
              {canSplit() ? t('ideasChosenPosts', { count: chosen().length }) : t('ideaSplitLeave')}
            </span>
            <Button size="small" look="strong" disabled={!canSplit()} onClick={() => void split()}>
              {t('ideaSplit')}
            </Button>
          </div>
        </Show>
      </Show>
    </div>
  )
}
