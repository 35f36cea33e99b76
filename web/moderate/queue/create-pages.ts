// The open list as the server gives it, page by page: the first at once, further ones before somebody comes
// to the end.
import { type Accessor, createEffect, createSignal, on, type Setter } from 'solid-js'
import type { News } from './create-news.ts'
import type { QueueApi } from './queue-api.ts'
import type { Place, QueueModel, Standing } from './queue-model.ts'
import { listPosts } from './queue-model.ts'
import { withList, withPage } from './queue-news.ts'

/** So many posts after the one in front are at hand, as far as there are more. */
const ahead = 12

export function createPages(deps: {
  api: Pick<QueueApi, 'listQueue'>
  standing: Accessor<Standing>
  place: Accessor<Place>
  model: Accessor<QueueModel>
  setModel: Setter<QueueModel>
  news: Pick<News, 'hold' | 'release' | 'listen'>
}) {
  const { model, setModel, news } = deps
  const [state, setState] = createSignal<'loading' | 'ready' | { error: unknown }>('loading')
  const [moreError, setMoreError] = createSignal<unknown>()
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const isReady = () => state() === 'ready'
  const loadError = () => {
    const now = state()
    return typeof now === 'object' ? now.error : undefined
  }
  let lastLoad = 0

  createEffect(
    on([deps.standing, deps.place], ([standing, place]) => {
      setModel((before) => withList(before, standing, place))
      setState('loading')
      reload().catch(() => undefined)
    }),
  )
  createEffect(() => {
    const { next, currentId } = model()
    const listed = listPosts(model())
    const place = listed.findIndex((post) => post.id === currentId)
    if (isReady() && next !== null && !moreError() && listed.length - place < ahead) void loadMore()
  })

  return { isReady, loadError, moreError, reload, loadMore, retry }

  /** Answers the log's place of the page. A list that is there already stays when this fails. */
  async function reload(): Promise<string> {
    const mine = ++lastLoad
    news.hold()
    try {
      const page = await ask(null)
      if (mine !== lastLoad) return page.place
      setModel((before) => withPage(before, page, true))
      setMoreError(undefined)
      setState('ready')
      news.release()
      news.listen(page.place)
      return page.place
    } catch (error) {
      if (mine === lastLoad) {
        if (!isReady()) setState({ error })
        news.release()
      }
      throw error
    }
  }

  async function loadMore(): Promise<void> {
    const after = model().next
    if (isLoadingMore() || after === null) return
    setLoadingMore(true)
    const mine = lastLoad
    try {
      const page = await ask(after)
      if (mine !== lastLoad) return
      setModel((before) => withPage(before, page, false))
      setMoreError(undefined)
    } catch (error) {
      if (mine === lastLoad) setMoreError(error)
    } finally {
      setLoadingMore(false)
    }
  }

  function retry(): void {
    if (loadError()) reload().catch(() => undefined)
  }

  function ask(after: string | null) {
    return deps.api.listQueue({ standing: deps.standing(), place: deps.place(), after })
  }
}
