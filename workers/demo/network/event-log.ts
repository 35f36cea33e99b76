import type { NetworkEvent } from './network-event.ts'
import { formatMessage, type Stamp, type Wire } from './wires.ts'
import { encodeFrame } from './ws-frame.ts'

export interface LogEntry extends Stamp {
  event: NetworkEvent
  /** The frame as bytes, made when the first subscriber of that wire needs it. */
  readFrame(wire: Wire): Buffer
}

export interface EventLog {
  append(event: NetworkEvent, atMs: number): LogEntry
  /** Undefined when it is no longer kept, or not there yet. */
  find(seq: number): LogEntry | undefined
  /** The first kept event at or after this time; the next one to come when there is none. */
  findSeqAt(timeUs: number): number
  /** The oldest that can still be replayed. */
  firstSeq(): number
  nextSeq(): number
  forgetBefore(seq: number): void
}

/** The newest `capacity` events; older ones are forgotten as a real server's window does. */
export function createEventLog(options: { capacity: number; firstSeq: number }): EventLog {
  let entries: LogEntry[] = []
  let firstSeq = options.firstSeq
  let lastTimeUs = 0

  function forgetBefore(seq: number): void {
    const count = Math.min(Math.max(seq - firstSeq, 0), entries.length)
    entries = entries.slice(count)
    firstSeq += count
  }

  return {
    append(event, atMs) {
      // Two events never share a moment, so that a cursor in microseconds names one place.
      lastTimeUs = Math.max(lastTimeUs + 1, Math.round(atMs * 1000))
      const entry = createEntry(event, { seq: firstSeq + entries.length, timeUs: lastTimeUs })
      entries.push(entry)
      // In steps of a tenth, so that forgetting costs little per event.
      if (entries.length > options.capacity * 1.1) forgetBefore(firstSeq + entries.length - options.capacity)
      return entry
    },
    find: (seq) => entries[seq - firstSeq],
    findSeqAt(timeUs) {
      let [low, high] = [0, entries.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((entries[middle]?.timeUs ?? 0) < timeUs) low = middle + 1
        else high = middle
      }
      return firstSeq + low
    },
    firstSeq: () => firstSeq,
    nextSeq: () => firstSeq + entries.length,
    forgetBefore,
  }
}

function createEntry(event: NetworkEvent, stamp: Stamp): LogEntry {
  const frames: Partial<Record<Wire, Buffer>> = {}
  return {
    ...stamp,
    event,
    readFrame(wire) {
      frames[wire] ??= encodeFrame(formatMessage(wire, event, stamp))
      return frames[wire]
    },
  }
}
