/** `hidden`: for now (deactivated, suspended, taken down); `gone`: for good (account deleted). */
export type AuthorStanding = 'active' | 'hidden' | 'gone'

/** Who may see the author's posts, by the author's own wish on their network. */
export type AuthorWishes = 'public' | 'signed-in-only' | 'none'

/** The account behind posts. `networkId` is the id that never moves (a DID, say); the handle may. */
export interface Author {
  id: number
  network: string
  networkId: string
  handle: string | null
  displayName: string | null
  avatarUrl: string | null
  standing: AuthorStanding
  wishes: AuthorWishes
  labels: string[]
  /** When the network last confirmed this profile, epoch ms. */
  verifiedAt: number | null
}

/** News about an account. Fields left out stay as they are. */
export interface AuthorChange {
  network: string
  networkId: string
  handle?: string | null
  displayName?: string | null
  avatarUrl?: string | null
  standing?: AuthorStanding
  wishes?: AuthorWishes
  labels?: string[]
  verifiedAt?: number
}
