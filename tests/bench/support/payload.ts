const frameOverhead = 'id: 1000\nevent: post\ndata: \n\n'.length

/** JSON that makes an event of so many bytes in all, its `id` and `event` lines included. */
export function makePayload(eventBytes: number): string {
  const empty = '{"text":""}'
  return `{"text":"${'x'.repeat(Math.max(0, eventBytes - frameOverhead - empty.length))}"}`
}
