import { findRunners } from '@wall/api/launch/runners'
import { expect, test } from 'vitest'

const listed = `
    1     0 /sbin/init
  500     1 sshd: ana
  600   500 -bash
24847   600 npm exec pnpm@12 start
25030 24847 sh -c 'pnpm' start
25031 25030 pnpm start
25040 25031 sh -c trap '' INT TERM HUP
25041 25031 sh -c trap 'if' INT; pnpm install && node api/launch/main.ts
25228 25041 node api/launch/main.ts
25627 25228 /wall/node_modules/.pnpm/node@24.21.0/node_modules/node/bin/node /wall/api/main.ts
  700   600 sh -c node api/launch/main.ts & exit
  701   700 node api/launch/main.ts
  800     1 /usr/bin/bash -c npx --yes pnpm@12 start
  801   800 node /usr/local/bin/npx --yes pnpm@12 start
  802   801 node /home/ana/.npm/_npx/1/node_modules/.bin/pnpm start
  803   802 node api/launch/main.ts
`

test.each([
  [25228, [25041, 25031, 25030, 24847], 'npx and pnpm with the shells between, not the terminal'],
  [25627, [], 'what our own launcher started'],
  [701, [], 'what a script started'],
  [803, [802, 801], 'npx and pnpm as node runs them, not the shell of whoever runs npx'],
  [999, [], 'a process that is not there'],
])('above %i stand %j: %s', (pid, runners) => {
  expect(findRunners(listed, pid)).toEqual(runners)
})
