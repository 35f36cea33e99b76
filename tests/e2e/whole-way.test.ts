import { type Processes, startProcesses } from '../support/processes.ts'
import { testWholeWay } from '../support/whole-way.ts'

let processes: Processes

testWholeWay(
  async (env) => {
    processes = await startProcesses(env)
    const { url, setupLink } = processes
    return { deskUrl: url, wallUrl: url, setupLink, processes: processes.listAll() }
  },
  () => processes?.stop(),
)
