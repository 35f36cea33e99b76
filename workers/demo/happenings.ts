/** What else happens while the demo plays: each after the named later post has appeared. */
export type Happening =
  | { after: string; does: 'edit'; post: string; text: string }
  | { after: string; does: 'delete'; post: string }
  | { after: string; does: 'opt_out'; author: string }
  | { after: string; does: 'deactivate'; author: string }

export const happenings: Happening[] = [
  {
    // Approved at the start; with new words it goes back to the queue.
    after: 'l010',
    does: 'edit',
    post: 'o33',
    text: 'If we want feedback to students to be specific, kind and soon, then “great job, 3/4, see you in May” is not what teachers should get from us. Edit: we now do it in person, within two days. It changed me more than them. #RethinkingIntervention',
  },
  { after: 'l018', does: 'delete', post: 'o17' },
  { after: 'l044', does: 'delete', post: 'l027' },
  { after: 'l066', does: 'opt_out', author: 'ngozi' },
  { after: 'l072', does: 'deactivate', author: 'rivera' },
]
