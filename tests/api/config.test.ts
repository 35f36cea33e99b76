import { loadConfig, resolvePublicUrl } from '@wall/api/config'
import { describe, expect, test } from 'vitest'

describe('configuration', () => {
  test('an empty environment is a good one', () => {
    const { config, faults } = loadConfig({ PORT: '', HOST: ' ' })
    expect(faults).toEqual([])
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', authSecret: null, trustedProxies: [] })
    expect(resolvePublicUrl(config, 3000)).toBe('http://localhost:3000')
  })

  test('every fault comes out at once, and names its variable', () => {
    const { faults } = loadConfig({
      PORT: '99999',
      HOST: 'not a host',
      DATABASE_URL: 'mysql://root:hunter2@db/wall',
      DATABASE_POOL: '1',
      PUBLIC_URL: 'ftp://wall.example',
      AUTH_SECRET: 'short',
      TRUSTED_PROXIES: '10.0.0.0/64, nobody',
      METRICS_TOKEN: 'too short',
      LOG_LEVEL: 'loud',
      MEDIA_ALLOW_ORIGINS: 'http://127.0.0.1:1/path',
    })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'HOST',
      'DATABASE_URL',
      'DATABASE_POOL',
      'PUBLIC_URL',
      'AUTH_SECRET',
      'TRUSTED_PROXIES',
      'TRUSTED_PROXIES',
      'METRICS_TOKEN',
      'LOG_LEVEL',
      'MEDIA_ALLOW_ORIGINS',
    ])
    expect(faults.join()).not.toContain('short,')
    expect(faults.join()).not.toContain('hunter2')
  })

  test('a number of connections is from 2 to 500, and 10 when nobody says', () => {
    expect(loadConfig({}).config.databasePool).toBe(10)
    expect(loadConfig({ DATABASE_POOL: ' 2 ' }).config.databasePool).toBe(2)
    for (const text of ['0', '1', '501', '1e2', '-3', 'many', '4.5'])
      expect(loadConfig({ DATABASE_POOL: text }).faults.join(), text).toContain('from 2 to 500')
  })

  test('a public address keeps its scheme and host only', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://Wall.example.org/' }).config.publicUrl).toBe(
      'https://wall.example.org',
    )
    expect(loadConfig({ PUBLIC_URL: 'https://wall.example.org/sub' }).faults).toHaveLength(1)
    expect(loadConfig({ PUBLIC_URL: 'https://a:b@wall.example.org' }).faults).toHaveLength(1)
  })

  test('ranges of both families are good proxies', () => {
    expect(loadConfig({ TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8 fd00::/8' })).toMatchObject({
      config: { trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] },
      faults: [],
    })
  })
})
