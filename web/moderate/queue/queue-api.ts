import type {
  DecideBody,
  DecisionResult,
  DecisionView,
  QueuePage,
  QueuePost,
  RefileBody,
} from '@wall/api/wire/queue'
import type { Http, RequestOptions } from '../../api/client.ts'
import type { Place, Standing } from './queue-model.ts'

const pageSize = 50

export interface QueueApi {
  listQueue(
    query: { standing: Standing; place: Place; after: string | null },
    options?: RequestOptions,
  ): Promise<QueuePage>
  getPost(postId: number): Promise<QueuePost>
  decide(postId: number, body: DecideBody): Promise<DecisionResult>
  refile(postId: number, body: RefileBody): Promise<DecisionResult>
  undo(decisionId: number): Promise<DecisionResult>
  /** Oldest first. */
  listDecisions(postId: number): Promise<DecisionView[]>
  eventsAddress(since: string): string
}

export function createQueueApi(http: Http, slug: string): QueueApi {
  const base = `/api/campaigns/${encodeURIComponent(slug)}`
  return {
    listQueue: (query, options) => {
      const params = new URLSearchParams({ standing: query.standing, limit: String(pageSize) })
      if (query.place !== 'all')
        params.set('takeaway', query.place === null ? 'unfiled' : String(query.place))
      if (query.after !== null) params.set('after', query.after)
      return http.get(`${base}/queue?${params}`, options)
    },
    getPost: (postId) => http.get(`${base}/posts/${postId}`),
    decide: (postId, body) => http.send('POST', `${base}/posts/${postId}/decision`, body),
    refile: (postId, body) => http.send('POST', `${base}/posts/${postId}/filing`, body),
    undo: (decisionId) => http.send('POST', `${base}/decisions/${decisionId}/undo`, {}),
    listDecisions: async (postId) =>
      (await http.get<{ decisions: DecisionView[] }>(`${base}/posts/${postId}/decisions`)).decisions,
    eventsAddress: (since) => `${base}/queue/events?since=${since}`,
  }
}
