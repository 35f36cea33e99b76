import './toasts.css'
import { createContext, createSignal, For, type JSX, Show, useContext } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { Button } from './button.tsx'
import { createShortLife } from './create-short-life.ts'

export type Toast = {
  /** Says it in the language of the moment. */
  text: () => string
  /** e.g. "Undo". A toast with an action stays longer. */
  action?: { label: () => string; run: () => void }
}

type ShownToast = Toast & { id: number }

const ToastContext = createContext<(toast: Toast) => void>()
const most = 3
const plainMs = 6_000
const actionMs = 12_000

/** Short news at the foot of the page, said politely to screen readers. */
export function ToastProvider(props: { children: JSX.Element }) {
  const [toasts, setToasts] = createSignal<readonly ShownToast[]>([])
  let nextId = 1

  const remove = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id))
  const show = (toast: Toast) => setToasts((all) => [...all.slice(1 - most), { ...toast, id: nextId++ }])

  return (
    <ToastContext.Provider value={show}>
      {props.children}
      <div class="toasts" role="status" aria-live="polite">
        <For each={toasts()}>{(toast) => <ToastLine toast={toast} onGo={() => remove(toast.id)} />}</For>
      </div>
    </ToastContext.Provider>
  )
}

export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext)
  if (!show) throw new Error('Expected useToast to be used under <ToastProvider>')
  return show
}

function ToastLine(props: { toast: ShownToast; onGo: () => void }) {
  const t = useCommon()
  const life = createShortLife(props.toast.action ? actionMs : plainMs, () => props.onGo())
  return (
    <div class="toast" {...life}>
      <span>{props.toast.text()}</span>
      <Show
        when={props.toast.action}
        fallback={
          <Button size="small" onClick={() => props.onGo()}>
            {t('close')}
          </Button>
        }
      >
        {(action) => (
          <Button
            size="small"
            onClick={() => {
              const { run } = action()
              props.onGo()
              run()
            }}
          >
            {action().label()}
          </Button>
        )}
      </Show>
    </div>
  )
}
