import type { TakeawayView } from '@wall/api/wire/campaign'
import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'
import { useServices } from '../lib/services.tsx'
import { type Command, findCommand, isForTyping } from './key-map.ts'

/**
 * Listens for the room's keys while the page is open. Whether single letters count is kept in this browser.
 */
export function createSingleKeys(options: {
  takeaways: Accessor<readonly TakeawayView[]>
  isPaused: Accessor<boolean>
  onCommand: (command: Command) => void
}): { isOn: Accessor<boolean>; setOn: (on: boolean) => void } {
  const { kept } = useServices()
  const [isOn, setSignal] = createSignal(kept.read('single-keys') !== 'off')
  const onKeyDown = (event: KeyboardEvent) => {
    if (options.isPaused() || isForTyping(event.target, event.key)) return
    const command = findCommand(event, { isSingleKeysOn: isOn(), takeaways: options.takeaways() })
    if (!command) return
    event.preventDefault()
    options.onCommand(command)
  }
  onMount(() => document.addEventListener('keydown', onKeyDown))
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))
  const setOn = (on: boolean) => {
    setSignal(on)
    kept.write('single-keys', on ? 'on' : 'off')
  }
  return { isOn, setOn }
}
