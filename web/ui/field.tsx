import './field.css'
import { createUniqueId, type JSX, Show, splitProps } from 'solid-js'
import { Icon } from './icons.tsx'

export type FieldProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  label: string
  hint?: string | undefined
  /** What is wrong with it, said beneath it and tied to it for screen readers. */
  fault?: string | undefined
}

/** One labelled line of input with its hint and its fault. */
export function Field(props: FieldProps) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'fault', 'class'])
  const id = createUniqueId()
  const describedBy = () =>
    [own.hint && `${id}-hint`, own.fault && `${id}-fault`].filter(Boolean).join(' ') || undefined
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {own.label}
      </label>
      <Show when={own.hint}>
        <p class="field-hint" id={`${id}-hint`}>
          {own.hint}
        </p>
      </Show>
      <input
        {...rest}
        id={id}
        class="field-input"
        aria-invalid={own.fault ? 'true' : undefined}
        aria-describedby={describedBy()}
      />
      <Show when={own.fault}>
        <p class="field-fault" id={`${id}-fault`}>
          <Icon name="alert" />
          {own.fault}
        </p>
      </Show>
    </div>
  )
}
