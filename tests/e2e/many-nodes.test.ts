// The main job once more, on two api and two worker processes and one PostgreSQL: the moderator decides on
// the first node, the wall and the screen are the second's.
import { expect, test } from 'vitest'
import { testWholeWay } from '../support/browser/whole-way.ts'
import { type NodeSet, startNodes } from '../support/wall/nodes.ts'

let nodes: NodeSet

testWholeWay(
  async (env) => {
    nodes = await startNodes({ apis: 2, workers: 2, env })
    const { apis, workers, urls } = nodes
    const [deskUrl = '', wallUrl = ''] = urls
    const token = new URL(String(apis.at(-1)?.ready.setupLink)).hash
    return { deskUrl, wallUrl, setupLink: `/setup${token}`, processes: [...apis, ...workers] }
  },
  () => nodes?.stop(),
)

test('two workers on one stream store every post once, and the log has no gap', async () => {
  const posts = await nodes.database.query<{ uri: string; arrivals: string }>(
    "SELECT uri, (SELECT count(*) FROM event WHERE post_id = post.id AND kind = 'post_arrived') AS arrivals FROM post",
  )
  expect(posts.length).toBeGreaterThan(0)
  expect(posts.map(({ arrivals }) => Number(arrivals))).toEqual(posts.map(() => 1))
  const seqs = await nodes.database.query<{ seq: string }>('SELECT seq FROM event ORDER BY seq')
  expect(seqs.map(({ seq }) => Number(seq))).toEqual(seqs.map((_, index) => index + 1))
})
