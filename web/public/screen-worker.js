// Lets a screen that restarts without a network open its page again. It keeps one page and the files that page uses;
// never posts, pictures or anything from /api: what may be shown is decided by the page itself (screen/kept-posts.ts).
const cacheName = 'screen'
const patienceMs = 4_000

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
})

/** The server's page when it answers in time and well, else the kept one: a flaky network must not mean a blank screen. */
async function openPage(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patienceMs) })
    if (response.ok) return response
    return (await findPage()) ?? response
  } catch (error) {
    const kept = await findPage()
    if (kept) return kept
    throw error
  }
}

/** Names of files change with what is in them, so a kept one is never stale. */
async function openFile(request) {
  return (await caches.match(request.url)) ?? fetch(request)
}

async function findPage() {
  const cache = await caches.open(cacheName)
  return cache.match('/screen')
}

/** Keeps exactly the page and these files; whatever an older version used is dropped. */
async function keepFiles(addresses) {
  const wanted = new Set(
    ['/screen', ...addresses].map((address) => new URL(address, self.location.origin).href),
  )
  const cache = await caches.open(cacheName)
  await cache.addAll([...wanted])
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request)
  }
}
