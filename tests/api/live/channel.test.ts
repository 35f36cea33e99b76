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
    ...{
      broadcast,
      floor: 0,
      maxEntries: 10,
      maxSize: 1000,
      sizeOf: () => 1,
      lastSeq: () => 2,
      lastPlace: () => '2',
    },
    toFrames: () => [],
  })
  channel.push(1, 'a', 'a', Buffer.from('one'))
  vi.advanceTimersByTime(60)
  vi.setSystemTime(1_800_000_000_000 - 3_600_000)
  channel.push(2, 'b', 'b', Buffer.from('two'))
  vi.advanceTimersByTime(60)
  expect(written).toEqual(['one', 'two'])
})

test('a gap too large to be told again is not gone through', async () => {
  const read: number[] = []
  const channel = createChannel<Buffer>({
    broadcast: { size: 0, add() {}, write() {}, close() {} },
    ...{ floor: 0, maxEntries: 10, maxSize: 4 * 1024 * 1024, lastSeq: () => 3, lastPlace: () => '3' },
    sizeOf: (frame) => frame.length,
    toFrames: (frames) => {
      read.push(frames.length)
      return [...frames]
    },
  })
  for (const seq of [1, 2, 3]) channel.remember(seq, String(seq), Buffer.alloc(300 * 1024))
  expect((await channel.readMissed(1)).frames).toBeNull()
  expect(read).toEqual([])
  expect((await channel.readMissed(2)).frames).toHaveLength(1)
})
