import type {
  FilingAnswer,
  MeasureAnswer,
  SaveSeedsBody,
  SeedsAnswer,
  SeedsView,
} from '@wall/api/wire/filing'
import type { Http, RequestOptions } from '../api/client.ts'

/** A measure takes the server seconds, with many takeaways tens of them. */
const measureTimeoutMs = 90_000

export interface FilingApi {
  getState(options?: RequestOptions): Promise<FilingAnswer>
  getSeeds(options?: RequestOptions): Promise<SeedsAnswer>
  /** Throws `conflict` when somebody else saved since that version. */
  saveSeeds(body: SaveSeedsBody): Promise<SeedsAnswer>
  measure(seeds: SeedsView, signal: AbortSignal): Promise<MeasureAnswer>
}

export function createFilingApi(http: Http, slug: string): FilingApi {
  const base = `/api/campaigns/${encodeURIComponent(slug)}/filing`
  return {
    getState: (options) => http.get(base, options),
    getSeeds: (options) => http.get(`${base}/seeds`, options),
    saveSeeds: (body) => http.send('PUT', `${base}/seeds`, body),
    measure: (seeds, signal) =>
      http.send('POST', `${base}/measure`, { seeds }, { signal, timeoutMs: measureTimeoutMs }),
  }
}
