import { isAdultLabel } from '@wall/db/model/visibility'
import type { Check } from './screen.ts'

/** What its author or others say is adult or graphic. */
export const adultMedia: Check = ({ post, labels: others }) => {
  const labels = [...new Set([...post.selfLabels, ...others])].filter(isAdultLabel)
  return labels.length === 0 ? null : { check: 'adult_media', verdict: 'hold', labels }
}
