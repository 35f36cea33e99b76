import type { PartReport } from '../sources/source.ts'
import type { StatusBoard } from './status-board.ts'

type Teller = Pick<StatusBoard, 'report' | 'count'>

export interface StatusRelay extends Teller {
  /**
   * From now on all is told to this board, beginning with how the parts are; null: to the first one again.
   */
  relayTo(board: Teller | null): void
}

/**
 * For work that goes on whether or not this worker leads the source. A source's stored status is its
 * leader's, so what other workers tell goes no further than `own`, which only logs it.
 */
export function createStatusRelay(own: Teller): StatusRelay {
  const reports = new Map<string, PartReport>()
  let board = own

  return {
    relayTo(next) {
      board = next ?? own
      for (const [part, report] of reports) board.report(part, report)
    },
    report(part, report) {
      reports.set(part, report)
      board.report(part, report)
    },
    count: (name, by) => board.count(name, by),
  }
}
