// Lets a screen that restarts without a network open its page again. It keeps one page and the files that page uses;
// never posts, pictures or anything from /api: what may be shown is decided by the page itself (screen/kept-posts.ts).
// A network may also answer for us: a hall's sign-in page, a proxy's default page, with status 200 or half of a file.
// Only what carries our mark and came whole is shown in place of what is kept, or kept itself.
const cacheName = 'screen'
const patienceMs = 4_000
const keepPatienceMs = 60_000
/** Carried by every answer of ours (api/wire/mark.ts). */
const mark = 'x-takeaway-wall'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepFiles(event.data.keep))
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate') event.respondWith(openPage(event.request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(openFile(event.request))
  else if (url.pathname.startsWith('/media/')) event.respondWith(fetchOurs(event.request))
})

/** The server's page when it answers in time and well, else the kept one: a flaky network must not mean a blank screen. */
async function openPage(request) {
  try {
    return await fetchWhole(request, patienceMs)
  } catch {
    // Where nothing is kept yet, whatever there is: somebody in the hall may have to agree to something.
    return (await findPage()) ?? fetch(request)
  }
}

/** Names of files change with what is in them, so a kept one is never stale. */
async function openFile(request) {
  return (await caches.match(request.url)) ?? fetchOurs(request)
}

/** Asks anew: what an older version of ours left in the browser's own cache has no mark yet. */
async function fetchOurs(request) {
  const response = await fetch(request, { cache: 'no-cache' })
  return isOurs(response) ? response : Response.error()
}

/** Throws when it is not ours, or not all of it came in time. */
async function fetchWhole(request, mostMs) {
  const response = await fetch(request, { cache: 'no-cache', signal: AbortSignal.timeout(mostMs) })
  if (!response.ok || !isOurs(response)) throw new Error('The answer was not from this wall.')
  const { status, headers } = response
  return new Response(await response.arrayBuffer(), { status, headers })
}

function isOurs(response) {
  return response.headers.has(mark)
}

async function findPage() {
  const cache = await caches.open(cacheName)
  return cache.match('/screen')
}

/** Keeps exactly these files and the page, all or nothing, the page last; whatever an older version used is dropped. */
async function keepFiles(addresses) {
  const wanted = new Set(
    [...addresses, '/screen'].map((address) => new URL(address, self.location.origin).href),
  )
  const cache = await caches.open(cacheName)
  const came = await Promise.all(
    [...wanted].map(async (address) => [address, await fetchWhole(address, keepPatienceMs)]),
  )
  for (const [address, response] of came) await cache.put(address, response)
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request)
  }
}
