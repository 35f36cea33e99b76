import type { AppEnv } from '@wall/api/http/router'
import { createFindAddress, createIsShared } from '@wall/api/security/client-address'
import { findNetwork } from '@wall/api/security/network'
import { listOrigins } from '@wall/api/security/origins'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'

async function find(proxies: string[], remoteAddress: string, forwarded?: string): Promise<string> {
  const findAddress = createFindAddress(proxies)
  const app = new Hono<AppEnv>().get('/', (c) => c.text(findAddress(c)))
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })
  return answer.text()
}

describe('the client’s address', () => {
  test('is the socket’s, whatever the client claims', async () => {
    expect(await find([], '198.51.100.7', '203.0.113.1')).toBe('198.51.100.7')
    expect(await find(['10.0.0.0/8'], '198.51.100.7', '203.0.113.1')).toBe('198.51.100.7')
    expect(await find([], '::ffff:198.51.100.7')).toBe('198.51.100.7')
  })

  test('is what our own proxies wrote, and not what came before them', async () => {
    expect(await find(['10.0.0.0/8'], '10.0.0.1', '203.0.113.1')).toBe('203.0.113.1')
    expect(await find(['10.0.0.0/8'], '::ffff:10.0.0.1', 'forged, 203.0.113.1, 10.2.3.4')).toBe('203.0.113.1')
    expect(await find(['fd00::/8'], 'fd00::1', '1.2.3.4, 2001:db8::5')).toBe('2001:db8::5')
  })

  test('a proxy that nobody told of is noticed, once', async () => {
    const noticed: string[] = []
    const trusting = createFindAddress(['10.0.0.1'], (peer) => void noticed.push(peer))
    const findAddress = createFindAddress([], (peer) => void noticed.push(peer))
    const app = new Hono<AppEnv>().get('/', (c) => c.text(`${findAddress(c)} ${trusting(c)}`))
    const ask = (headers: Record<string, string>) =>
      app.request('/', { headers }, { incoming: { socket: { remoteAddress: '10.0.0.9' } } })
    await ask({})
    expect(noticed).toEqual([])
    for (let count = 0; count < 3; count += 1) await ask({ 'x-forwarded-for': '203.0.113.1' })
    expect(noticed).toEqual(['10.0.0.9'])
  })

  test.each([
    ['203.0.113.10:51234', '203.0.113.10'],
    [' 203.0.113.10 ', '203.0.113.10'],
    ['"203.0.113.10:443"', '203.0.113.10'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['"[2001:db8::1]:443"', '2001:db8::1'],
    ['2001:db8::1:443', '2001:db8::1:443'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:203.0.113.10', '203.0.113.10'],
    ['::ffff:cb00:710a', '203.0.113.10'],
    ['[::FFFF:203.0.113.10]:5000', '203.0.113.10'],
    ['198.51.100.3, 203.0.113.10:51234, 10.0.0.2:80', '203.0.113.10'],
    ['203.0.113.10, ,', '203.0.113.10'],
    ...[
      '',
      ',',
      'unknown',
      '_hidden',
      '203.0.113',
      '203.0.113.10:',
      '203.0.113.10:123456',
      '256.1.1.1:80',
    ].map((nonsense) => [nonsense, '10.0.0.1']),
    ...[
      '[203.0.113.10]',
      '[2001:db8::1',
      '2001:db8::1]:443',
      '[]:1',
      'for=203.0.113.10',
      '203.0.113.10, x',
    ].map((nonsense) => [nonsense, '10.0.0.1']),
  ])('in %j it is %s', async (forwarded, address) => {
    expect(await find(['10.0.0.0/8'], '10.0.0.1', forwarded)).toBe(address)
  })

  test('is many people’s where it is a proxy’s that names nobody', async () => {
    const ask = async (proxies: string[], remoteAddress: string, forwarded?: string) => {
      const isShared = createIsShared(proxies, createFindAddress(proxies))
      const app = new Hono<AppEnv>().get('/', (c) => c.json(isShared(c)))
      const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
      return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })).json()
    }
    expect(await ask([], '10.0.0.1', 'unknown')).toBe(false)
    expect(await ask(['10.0.0.0/8'], '10.0.0.1', 'unknown')).toBe(true)
    expect(await ask(['10.0.0.0/8'], '10.0.0.1')).toBe(true)
    expect(await ask(['10.0.0.0/8'], '10.0.0.1', '203.0.113.10:443')).toBe(false)
    expect(await ask(['10.0.0.0/8'], '10.0.0.1', 'made up, 10.7.7.7')).toBe(false)
    expect(await ask(['10.0.0.0/8'], '198.51.100.7', 'unknown')).toBe(false)
  })

  test('stays the proxy’s when it wrote nonsense', async () => {
    expect(await find(['10.0.0.1'], '10.0.0.1', 'unknown')).toBe('10.0.0.1')
    expect(await find(['10.0.0.1'], '10.0.0.1')).toBe('10.0.0.1')
  })
})

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2:ffff::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:c633:6407', '198.51.100.7'],
  ['unknown', 'unknown'],
])('%s counts with its network %s', (address, network) => {
  expect(findNetwork(address)).toBe(network)
})

test('our own origins are the public one, and without TLS the machine’s own names', () => {
  expect([...listOrigins({ publicUrl: 'https://wall.example.org', host: '0.0.0.0', port: 3000 })]).toEqual([
    'https://wall.example.org',
  ])
  expect([...listOrigins({ publicUrl: 'http://localhost:3000', host: '192.168.1.5', port: 3000 })]).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://192.168.1.5:3000',
  ])
})
