import type {
  FilingAnswer,
  MeasureAnswer,
  MeasureLine,
  MeasurePart,
  SaveSeedsBody,
  SeedsAnswer,
  SeedsView,
} from '@wall/api/wire/filing'
import type { Http, RequestOptions } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'

/** A measure takes the server seconds, with many takeaways tens of them. */
const measureTimeoutMs = 90_000

export interface MeasureOrder {
  seeds: SeedsView
  editor: string
  signal: AbortSignal
  onPart: (part: MeasurePart) => void
}

export interface FilingApi {
  getState(options?: RequestOptions): Promise<FilingAnswer>
  getSeeds(options?: RequestOptions): Promise<SeedsAnswer>
  /** Throws `conflict` when somebody else saved since that version. */
  saveSeeds(body: SaveSeedsBody): Promise<SeedsAnswer>
  /** `onPart` hears how far it is. A newer draft of the same editor ends it with `conflict`. */
  measure(order: MeasureOrder): Promise<MeasureAnswer>
}

export function createFilingApi(http: Http, slug: string): FilingApi {
  const base = `/api/campaigns/${encodeURIComponent(slug)}/filing`
  return {
    getState: (options) => http.get(base, options),
    getSeeds: (options) => http.get(`${base}/seeds`, options),
    saveSeeds: (body) => http.send('PUT', `${base}/seeds`, body),
    async measure({ seeds, editor, signal, onPart }) {
      let answer: MeasureAnswer | undefined
      const onLine = (line: MeasureLine) => {
        if ('part' in line) onPart(line.part)
        else if ('answer' in line) answer = line.answer
      }
      const options = { signal, timeoutMs: measureTimeoutMs }
      await http.sendForLines(`${base}/measure`, { seeds, editor }, onLine, options)
      if (answer) return answer
      throw new ApiError('upstream', 'The answer broke off.')
    },
  }
}
