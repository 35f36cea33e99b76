import { type Child, startChild } from './child.ts'

export interface Wall {
  api: Child
  writer: Child
  port: number
  slug: string
  eventsPath: string
  /** Ids of posts that wait for a decision. */
  waiting: number[]
}

/** The product's api over a database with so many confirmed posts, and a second process that writes to it. */
export async function startWall(
  dir: string,
  seed: { pending: number; shownPerTakeaway: number; words: number },
): Promise<Wall> {
  const writer = await startChild('writer', 'load', [dir])
  try {
    const { slug, waiting } = await writer.ask<{ slug: string; waiting: number[] }>('seed', seed)
    const api = await startChild('api-ours', 'subject', [dir])
    const port = await api.ask<number>('port')
    return { api, writer, port, slug, waiting, eventsPath: `/api/campaigns/${slug}/events` }
  } catch (error) {
    await writer.stop()
    throw error
  }
}
