/**
 * `NODE_OPTIONS` for a process whose clock is as on a wrongly set machine, from the first line of the program
 * on.
 */
export function shiftClock(byMs: number): string {
  const code = `const R=Date;globalThis.Date=class extends R{constructor(...a){a.length?super(...a):super(R.now()+${byMs})}static now(){return R.now()+${byMs}}}`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}
