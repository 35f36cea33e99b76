/** Posts go before seeds: somebody may be waiting for them. */
export type Lane = 'posts' | 'seeds'

/** One text that waits for its vector; whoever asked for the same one shares it. */
export interface Job {
  key: string
  text: string
  lane: Lane
  /** Batches it was in that failed. */
  failures: number
  done: PromiseWithResolvers<Float32Array | undefined>
}

export interface WorkQueue {
  /** False when the lane is full. */
  add(job: Job): boolean
  /** Puts a job before all others, whatever its lane, full or not. */
  addFirst(job: Job): void
  /** A post that was waiting as a seed need not wait behind the others. */
  hurry(job: Job): void
  /**
   * The next batch. A job that was in a failed batch comes alone, so that it takes no other with it again.
   */
  take(size: number): Job[]
  takeAll(): Job[]
  readonly size: number
}

export function createWorkQueue(limits: Readonly<Record<Lane, number>>): WorkQueue {
  let batches = 0
  const again: Job[] = []
  const lanes: Record<Lane, Set<Job>> = { posts: new Set(), seeds: new Set() }
  const takeAll = () => {
    const jobs = [...again, ...lanes.posts, ...lanes.seeds]
    again.length = 0
    lanes.posts.clear()
    lanes.seeds.clear()
    return jobs
  }
  return {
    add(job) {
      if (lanes[job.lane].size >= limits[job.lane]) return false
      lanes[job.lane].add(job)
      return true
    },
    addFirst: (job) => void again.push(job),
    hurry(job) {
      if (lanes.seeds.delete(job)) lanes.posts.add(job)
    },
    take(size) {
      const alone = again.shift()
      if (alone) return [alone]
      const jobs: Job[] = []
      // However many posts come: without seeds their vectors are of no use.
      const isForSeeds = ++batches % seedsEvery === 0
      for (const lane of isForSeeds ? [lanes.seeds, lanes.posts] : [lanes.posts, lanes.seeds]) {
        for (const job of lane) {
          if (jobs.length === size) return jobs
          lane.delete(job)
          jobs.push(job)
        }
      }
      return jobs
    },
    takeAll,
    get size() {
      return again.length + lanes.posts.size + lanes.seeds.size
    },
  }
}

/** One batch in so many begins with seeds. */
const seedsEvery = 4
