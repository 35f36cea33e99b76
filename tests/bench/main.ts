// `pnpm bench [name…] [--quick] [--json FILE]`: measures, compares with controls of the same run, and never
// judges: exit code 0.
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { approve } from './approve.ts'
import { checksShared } from './checks-shared.ts'
import { coldStart } from './cold-start.ts'
import { decisions } from './decisions.ts'
import { encoder } from './encoder.ts'
import { fanOut } from './fan-out.ts'
import { filing } from './filing.ts'
import { filingAccuracy } from './filing-accuracy.ts'
import { filingBurst } from './filing-burst.ts'
import { footprint } from './footprint.ts'
import { ingest } from './ingest.ts'
import { livePath } from './live-path.ts'
import { postgresIngest } from './postgres-ingest.ts'
import { postgresNodes } from './postgres-nodes.ts'
import { postgresWriters } from './postgres-writers.ts'
import { proposals } from './proposals.ts'
import { seedsScore } from './seeds-score.ts'
import { snapshot } from './snapshot.ts'
import type { Bench, Figure } from './support/bench.ts'
import { canPin } from './support/child.ts'
import { isMet } from './support/figures.ts'
import { formatTable } from './support/table.ts'

const benches: readonly Bench[] = [
  livePath,
  ingest,
  fanOut,
  snapshot,
  approve,
  coldStart,
  footprint,
  filing,
  filingAccuracy,
  proposals,
  filingBurst,
  decisions,
  encoder,
  seedsScore,
  postgresIngest,
  postgresNodes,
  postgresWriters,
  checksShared,
]

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Choose from:`)
  for (const { name, about } of benches) console.error(`  ${name.padEnd(12)} ${about}`)
  process.exit(2)
}

const chosen = positionals.length === 0 ? benches : benches.filter(({ name }) => positionals.includes(name))
const loadBefore = loadavg()[0] ?? 0
const rows: { bench: string; figure: Figure }[] = []
const notes: string[] = []
for (const bench of chosen) {
  const startedAt = performance.now()
  console.error(`${bench.name}: ${bench.about}`)
  try {
    const outcome = await bench.run({ isQuick: values.quick, say: (line) => console.error(`  ${line}`) })
    rows.push(...outcome.figures.map((figure) => ({ bench: bench.name, figure })))
    notes.push(...outcome.notes.map((note) => `${bench.name}: ${note}`))
  } catch (error) {
    notes.push(
      `${bench.name}: could not be measured: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  console.error(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

console.log(`\n${formatTable(rows)}\n`)
for (const note of notes) console.log(`- ${note}`)

const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryMiB: Math.round(totalmem() / 2 ** 20),
  isPinned: canPin(),
  loadBefore,
}
const figures = rows.map(({ bench, figure }) => ({ bench, ...figure, isMet: isMet(figure) }))
const file = resolve(values.json ?? fileURLToPath(new URL('out/latest.json', import.meta.url)))
await mkdir(dirname(file), { recursive: true })
await writeFile(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), isQuick: values.quick, machine, figures, notes }, null, 2)}\n`,
)
