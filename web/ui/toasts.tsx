import { createContext, createSignal, For, type JSX, onCleanup, Show, useContext } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { Button } from './button.tsx'

export type Toast = {
  text: string
  /** e.g. "Undo". A toast with an action stays longer. */
  action?: { label: string; run: () => void }
}

type ShownToast = Toast & { id: number }

const ToastContext = createContext<(toast: Toast) => void>()
const most = 3
const plainMs = 6_000
const actionMs = 12_000

/** Short news at the foot of the page, said politely to screen readers. */
export function ToastProvider(props: { children: JSX.Element }) {
  const t = useCommon()
  const [toasts, setToasts] = createSignal<readonly ShownToast[]>([])
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let nextId = 1
  onCleanup(() => timers.forEach(clearTimeout))

  const remove = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id))
  const show = (toast: Toast) => {
    const id = nextId++
    setToasts((all) => [...all.slice(1 - most), { ...toast, id }])
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        remove(id)
      },
      toast.action ? actionMs : plainMs,
    )
    timers.add(timer)
  }

  return (
    <ToastContext.Provider value={show}>
      {props.children}
      <div class="toasts" role="status" aria-live="polite">
        <For each={toasts()}>
          {(toast) => (
            <div class="toast">
              <span>{toast.text}</span>
              <Show
                when={toast.action}
                fallback={
                  <Button size="small" onClick={() => remove(toast.id)}>
                    {t('close')}
                  </Button>
                }
              >
                {(action) => (
                  <Button
                    size="small"
                    onClick={() => {
                      remove(toast.id)
                      action().run()
                    }}
                  >
                    {action().label}
                  </Button>
                )}
              </Show>
            </div>
          )}
        </For>
      </div>
    </ToastContext.Provider>
  )
}

export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext)
  if (!show) throw new Error('Expected useToast to be used under <ToastProvider>')
  return show
}
