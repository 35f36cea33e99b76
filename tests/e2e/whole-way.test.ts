import { makeDataDir, type RunningProcess, startProcess } from '../support/installation.ts'
import { testWholeWay } from '../support/whole-way.ts'

const { dataDir, remove } = makeDataDir()
const processes: RunningProcess[] = []

testWholeWay(start, async () => {
  await Promise.all(processes.map((process) => process.stop()))
  remove()
})

async function start(env: Record<string, string>) {
  const api = await startProcess('api', { dataDir, env })
  processes.push(api)
  processes.push(await startProcess('workers', { dataDir, env }))
  const url = String(api.ready.url)
  return { deskUrl: url, wallUrl: url, setupLink: String(api.ready.setupLink), processes }
}
