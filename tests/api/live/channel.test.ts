import { createChannel } from '@wall/api/live/channel'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.useRealTimers())

test('a clock that is set back does not hold up what is due', () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  const written: string[] = []
  const broadcast = {
    size: 1,
    add() {},
    write: (buffer: Buffer) => void written.push(String(buffer)),
    close() {},
  }
  const channel = createChannel<string>({
    ...{ broadcast, floor: 0, maxEntries: 10, maxSize: 1000, sizeOf: () => 1, lastSeq: () => 2 },
    toFrames: () => [],
  })
  channel.push(1, 'a', 'a', Buffer.from('one'))
  vi.advanceTimersByTime(60)
  vi.setSystemTime(1_800_000_000_000 - 3_600_000)
  channel.push(2, 'b', 'b', Buffer.from('two'))
  vi.advanceTimersByTime(60)
  expect(written).toEqual(['one', 'two'])
})
