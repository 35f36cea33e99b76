import { isWarningLabel, takenDownLabels } from '@wall/db/model/visibility'
import type { Check } from './screen.ts'

/** What its network, or who moderates there, warns of or took down. */
export const networkLabels: Check = ({ post, labels: others }) => {
  const labels = [...new Set([...post.selfLabels, ...others])].filter(isWarningLabel)
  if (labels.length === 0) return null
  const isDown = labels.some((label) => takenDownLabels.has(label))
  return { check: 'network_label', verdict: isDown ? 'reject' : 'hold', labels }
}
