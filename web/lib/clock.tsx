import { type Accessor, createContext, createSignal, type JSX, onCleanup, useContext } from 'solid-js'

const ClockContext = createContext<Accessor<number>>()

/** One timer for every "5 minutes ago" on the page. */
export function ClockProvider(props: { children: JSX.Element }) {
  const now = createClock(30_000)
  return <ClockContext.Provider value={now}>{props.children}</ClockContext.Provider>
}

/** Milliseconds since 1970, as long as the part of the page that made it. */
export function createClock(everyMs: number): Accessor<number> {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}

/** Milliseconds since 1970, fresh to half a minute. */
export function useNow(): Accessor<number> {
  const now = useContext(ClockContext)
  if (!now) throw new Error('Expected useNow to be used under <ClockProvider>')
  return now
}
