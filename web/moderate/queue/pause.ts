/** A wait that can be cut short. */
export function createPause(): { wait(ms: number): Promise<void>; end(): void } {
  let end: () => void = () => {}
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    end: () => end(),
  }
}
