/** Who does something by hand: the user's id. */
export interface Actor {
  id: string
}
