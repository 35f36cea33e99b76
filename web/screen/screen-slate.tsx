/** A calm empty page in the room's colours, for the moments in which nothing is known yet. */
export function ScreenSlate() {
  return <main class="room" data-slate="" />
}
