/**
 * A screen in a room. `id` is a random text its browser made; `name` is what its address calls it, else
 * empty.
 */
export interface NewScreen {
  id: string
  name: string
}

/** A screen as any node sees it. Times are epoch ms by the database's clock. */
export interface Screen extends NewScreen {
  /** Since when it has been on without a break. */
  sinceAt: number
  seenAt: number
  isOn: boolean
}
