import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { createScreens } from '@wall/api/live/screens'
import { createLog } from '@wall/api/log'
import type { NewScreen } from '@wall/db/model/screen'
import { expect, test, vi } from 'vitest'

const log = createLog({ level: 'silent' })

test('a crowd of screens that opens at once is written once, and one network is listed up to a bound', async () => {
  const noted: NewScreen[][] = []
  const screens = createScreens({ noteScreens: async (_, told) => void noted.push([...told]) }, log)
  const open = (id: number, network: string) => {
    const socket = new EventEmitter() as Socket
    screens.add(socket, 1, { id: `screen-${id}`, name: '' }, network)
    return socket
  }
  const strangers = Array.from({ length: 100 }, (_, id) => open(id, '203.0.113.9'))
  open(100, '198.51.100.1')
  await vi.waitFor(() => expect(noted).toHaveLength(1), { timeout: 30_000 })
  expect(noted[0]).toHaveLength(21)
  for (const socket of strangers) socket.emit('close')
  open(101, '203.0.113.9')
  await screens.tell()
  expect(noted.at(-1)?.map(({ id }) => id)).toEqual(['screen-100', 'screen-101'])
})

test('where everybody seems to come from this machine, half of the list is left to others', async () => {
  const noted: NewScreen[][] = []
  const screens = createScreens(
    { noteScreens: async (_, told) => void noted.push([...told]) },
    log,
    new Set(['127.0.0.1']),
  )
  for (let id = 0; id < 250; id += 1)
    screens.add(new EventEmitter() as Socket, 1, { id: `screen-${id}`, name: 'False' }, '127.0.0.1')
  await screens.tell()
  expect(noted.at(-1)).toHaveLength(100)
})
