import { testWholeWay } from '../support/browser/whole-way.ts'
import { type Processes, startProcesses } from '../support/wall/processes.ts'

let processes: Processes

testWholeWay(
  async (env) => {
    processes = await startProcesses(env)
    const { url, setupLink } = processes
    return { deskUrl: url, wallUrl: url, setupLink, processes: processes.listAll() }
  },
  () => processes?.stop(),
)
