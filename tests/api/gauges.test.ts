import { addGauges } from '@wall/api/health/gauges'
import { createMetrics } from '@wall/api/health/metrics'
import { expect, test } from 'vitest'
import { openTestApi } from '../support/wall/open-test-api.ts'

test('the costly figure is counted at most every ten seconds, however often somebody asks', async () => {
  const api = await openTestApi()
  let counted = 0
  const store = {
    ...api.store,
    readOverview(...order: Parameters<typeof api.store.readOverview>) {
      counted += 1
      return api.store.readOverview(...order)
    },
  }
  const metrics = createMetrics()
  addGauges(metrics, { store, hub: api.hub, clock: api.clock })
  await api.addPost(1)
  await Promise.all(Array.from({ length: 5 }, () => metrics.read()))
  expect(counted).toBe(1)
  api.clock.skip(60_000)
  const age = Number(/^wall_queue_age_seconds (.*)$/m.exec(await metrics.read())?.[1])
  expect(counted).toBe(2)
  expect(age).toBeGreaterThanOrEqual(60)
  await api.dispose()
})

test('a figure whose name ends like a counter’s never falls', async () => {
  const types = [...(await createMetrics().read()).matchAll(/^# TYPE (\S+) (\w+)$/gm)]
  expect(types.length).toBeGreaterThan(20)
  expect(types.filter(([, name, type]) => name?.endsWith('_total') && type !== 'counter')).toEqual([])
})
