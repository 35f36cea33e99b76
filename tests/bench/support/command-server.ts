/**
 * Processor time since the start in microseconds, resident memory, and what JavaScript holds of it (heap and
 * buffers).
 */
export interface Usage {
  cpuUs: number
  rssBytes: number
  heapBytes: number
}

type Commands = Readonly<Record<string, (argument: never) => unknown>>

/**
 * In a child process: answers its parent, who also may ask for `usage`, or `settledUsage` after collecting
 * garbage.
 */
export function serveCommands(commands: Commands): void {
  const all: Commands = { ...commands, usage: readUsage, settledUsage: settle }
  process.on('message', async (message) => {
    const { id, command, argument } = message as { id: number; command: string; argument: never }
    try {
      process.send?.({ id, result: await all[command]?.(argument) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ id: 0 })
}

export function readUsage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { cpuUs: user + system, rssBytes: rss, heapBytes: heapUsed + external }
}

async function settle(): Promise<Usage> {
  for (let turn = 0; turn < 3; turn += 1) {
    await globalThis.gc?.({ type: 'major', execution: 'async' })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return readUsage()
}
