// What the footprint is held against: a process that has opened what ours stand on, and does nothing.
import BetterSqlite3 from 'better-sqlite3'
import { Hono } from 'hono'
import { WebSocketServer } from 'ws'

const database = new BetterSqlite3(':memory:')
const app = new Hono()
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
sockets.once('listening', () => process.send?.({ ready: app.fetch !== undefined && database.open }))
