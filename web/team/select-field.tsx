import '../ui/field.css'
import { createUniqueId, For } from 'solid-js'

/** One labelled choice from a few. */
export function SelectField(props: {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChoose: (value: string) => void
}) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <select id={id} class="field-input" onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}
