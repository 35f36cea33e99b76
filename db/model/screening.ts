/** Names of the checks that screen drafts: one file each in `workers/screening`. */
export type CheckName = 'network_label' | 'adult_media'

/** Why a check did not let a post pass, as data: pages say it in their language. */
export interface CheckWord {
  check: CheckName
  /**
   * `hold`: a person should look closely; `reject`: it should not be shown at all. What hides a post is in
   * `visibility.ts`.
   */
  verdict: 'hold' | 'reject'
  /** The labels that it rests on. */
  labels: string[]
}
