import { createHash } from 'node:crypto'
import { AppError } from '@wall/db/model/error'
import { hasPassed } from '@wall/db/model/wait'
import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import type { DiskCache } from './disk-cache.ts'
import type { FetchPicture } from './fetch-picture.ts'
import type { RenderPicture } from './render.ts'

export type PictureKind = 'media' | 'avatar'

export const widths = { media: [320, 640, 1280, 1920], avatar: [96, 192] } as const satisfies Record<
  PictureKind,
  number[]
>

const failureMs = 60_000
const maxFailures = 1000

export interface Picture {
  /** Whether everybody may see it now. */
  isShown: boolean
  etag: string
  /** WebP. Throws `upstream`. */
  read(): Promise<Buffer>
}

export interface Media {
  /** `width` is what the page would like; it gets the next size we have. Throws `not_found`. */
  find(kind: PictureKind, id: number, width: number | undefined): Promise<Picture>
  /** Removes the pictures of posts and authors that no longer exist, and what is too much. */
  sweep(): Promise<void>
}

export interface MediaOptions {
  store: Store
  fetchPicture: FetchPicture
  renderPicture: RenderPicture
  cache: DiskCache
  clock: Clock
}

/** Pictures of posts we stored, at addresses we stored: a request names an id and never an address. */
export function createMedia({ store, fetchPicture, renderPicture, cache, clock }: MediaOptions): Media {
  const underWay = new Map<string, Promise<Buffer>>()
  const failedAt = new Map<string, number>()

  return {
    async find(kind, id, width) {
      const row = await findRow(kind, id)
      if (!row) throw new AppError('not_found', 'This picture is not here any more.')
      const base = nameOf(kind, id, row.url)
      const wide = pickWidth(kind, width)
      return {
        isShown: row.isShown,
        etag: `"${base}-${wide}"`,
        read: () => readOnce(`${base}-${wide}.webp`, () => readPicture(kind, base, row.url, wide)),
      }
    },
    sweep: () =>
      cache.sweep(async (name) => {
        const [, kind, id] = /^(media|avatar)-(\d+)-[\w-]+\.webp$/.exec(name) ?? []
        if (kind !== 'media' && kind !== 'avatar') return false
        const row = await findRow(kind, Number(id))
        return row !== undefined && name.startsWith(nameOf(kind, Number(id), row.url))
      }),
  }

  function findRow(kind: PictureKind, id: number): Promise<{ url: string; isShown: boolean } | undefined> {
    return kind === 'media' ? store.findMedia(id) : store.findAvatar(id)
  }

  /** Smaller sizes are drawn from the largest: a network is asked once for each picture. */
  async function readPicture(kind: PictureKind, base: string, url: string, width: number): Promise<Buffer> {
    const name = `${base}-${width}.webp`
    const kept = await cache.read(name)
    if (kept) return kept
    const largest = Math.max(...widths[kind])
    const source =
      width === largest
        ? await fetchPicture(url)
        : await readOnce(`${base}-${largest}.webp`, () => readPicture(kind, base, url, largest))
    const drawn = await renderPicture(source, width)
    await cache.write(name, drawn)
    return drawn
  }

  /** Of many who ask at once, one works; and what failed a moment ago isn't tried again with each visitor. */
  function readOnce(name: string, read: () => Promise<Buffer>): Promise<Buffer> {
    const running = underWay.get(name)
    if (running) return running
    const since = failedAt.get(name)
    if (since !== undefined && !hasPassed(failureMs, since, clock.now())) {
      return Promise.reject(new AppError('upstream', 'This picture cannot be shown at the moment.'))
    }
    const promise = read().finally(() => underWay.delete(name))
    underWay.set(name, promise)
    promise.catch(() => {
      if (failedAt.size >= maxFailures) failedAt.clear()
      failedAt.set(name, clock.now())
    })
    return promise
  }
}

/** Another address is another picture: an avatar changes under the same id. */
function nameOf(kind: PictureKind, id: number, url: string): string {
  return `${kind}-${id}-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`
}

function pickWidth(kind: PictureKind, wished: number | undefined): number {
  const sizes: readonly number[] = widths[kind]
  const last = sizes.at(-1) ?? 0
  return wished === undefined ? last : (sizes.find((size) => size >= wished) ?? last)
}
