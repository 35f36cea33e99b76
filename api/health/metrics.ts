import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { View } from '../live/feed.ts'

export interface LiveMetrics {
  onOpened(view: View, how: 'new' | 'resumed' | 'reset'): void
  onDelivered(view: View, streams: number, bytes: number): void
  onEvicted(view: View): void
}

export interface Metrics {
  live: LiveMetrics
  countRequest(status: number): void
  countFault(code: string): void
  /** A gauge whose value is looked up when somebody asks. */
  addGauge(name: string, help: string, read: () => number | Promise<number | null> | null): void
  /** Prometheus text. */
  read(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'wall_' })
  // They go up and down, under the name of a counter; the same by type, without the ending, stay.
  for (const what of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`wall_nodejs_active_${what}_total`)
  const opened = new Counter({
    name: 'wall_streams_opened_total',
    help: 'Streams opened, by view and by how they began.',
    labelNames: ['view', 'how'],
    registers,
  })
  const writes = new Counter({
    name: 'wall_stream_deliveries_total',
    help: 'Writes to streams.',
    labelNames: ['view'],
    registers,
  })
  const bytesOut = new Counter({
    name: 'wall_stream_bytes_total',
    help: 'Bytes written to streams.',
    labelNames: ['view'],
    registers,
  })
  const evicted = new Counter({
    name: 'wall_stream_evictions_total',
    help: 'Streams dropped because they could not keep up.',
    labelNames: ['view'],
    registers,
  })
  const requests = new Counter({
    name: 'wall_http_requests_total',
    help: 'Answered requests by status.',
    labelNames: ['status'],
    registers,
  })
  const faults = new Counter({
    name: 'wall_faults_total',
    help: 'Errors answered, by code.',
    labelNames: ['code'],
    registers,
  })
  const perStatus = new Map<number, Counter.Internal>()
  return {
    live: {
      onOpened: (view, how) => opened.inc({ view, how }),
      onDelivered(view, streams, bytes) {
        writes.inc({ view }, streams)
        bytesOut.inc({ view }, streams * bytes)
      },
      onEvicted: (view) => evicted.inc({ view }),
    },
    countRequest(status) {
      // One look-up by number; the library's own by label costs more than the answer of a ready snapshot.
      const known = perStatus.get(status) ?? requests.labels({ status })
      perStatus.set(status, known)
      known.inc()
    },
    countFault: (code) => faults.inc({ code }),
    addGauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = await read()
          if (value !== null) this.set(value)
        },
      })
    },
    read: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
