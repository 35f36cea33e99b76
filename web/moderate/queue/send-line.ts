// Sends orders one after another, so that the server meets them in the order they were given.
import type { DecisionResult } from '@wall/api/wire/queue'
import type { Order } from './queue-model.ts'

/**
 * What to do about a failed request. `later`: the server was not reached or is busy, and the order stays in
 * the line.
 */
export type Failure = 'later' | 'signed_out' | 'refused'

export interface OrderLineDeps {
  /** The order at the head of the line, as it stands now. */
  peek(): Order | undefined
  send(order: Order): Promise<DecisionResult>
  onResult(order: Order, result: DecisionResult): void
  /** The order must have left the line when this resolves. */
  onRefused(order: Order, error: unknown): Promise<void>
  /** The head of the line could not be sent; after `signed_out` the line stops until it is run again. */
  onStall(failure: Failure, error: unknown): void
  /**
   * Nothing waits any more: all was sent, or what was left dropped out meanwhile, as its post was taken back.
   */
  onEmpty(): void
  judge(error: unknown): Failure
  /** Resolves after that time, or earlier when there is reason to hope. */
  wait(ms: number): Promise<void>
}

const firstPauseMs = 1000
const longestPauseMs = 15_000

/** `run` empties the line and resolves; calling it while it runs changes nothing. */
export function createOrderLine(deps: OrderLineDeps): { run(): Promise<void> } {
  let running: Promise<void> | null = null

  return {
    run() {
      running ??= empty().finally(() => {
        running = null
      })
      return running
    },
  }

  async function empty(): Promise<void> {
    let pauseMs = firstPauseMs
    for (let order = deps.peek(); order; order = deps.peek()) {
      try {
        deps.onResult(order, await deps.send(order))
        pauseMs = firstPauseMs
      } catch (error) {
        const failure = deps.judge(error)
        if (failure === 'refused') {
          await deps.onRefused(order, error)
          continue
        }
        deps.onStall(failure, error)
        if (failure === 'signed_out') return
        await deps.wait(pauseMs)
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
    deps.onEmpty()
  }
}
