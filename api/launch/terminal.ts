/** Plain lines for people; colour only where a terminal shows it. */
export interface Terminal {
  say(sentence: string): void
  title(text: string): void
  /** Names and addresses, in two columns. */
  list(rows: readonly (readonly [name: string, text: string])[]): void
}

export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  const bold = (text: string) => (stream.isTTY ? `\x1b[1m${text}\x1b[0m` : text)
  return {
    say: (sentence) => void stream.write(`${sentence}\n`),
    title: (text) => void stream.write(`\n${bold(text)}\n`),
    list(rows) {
      const width = Math.max(...rows.map(([name]) => name.length))
      for (const [name, text] of rows) stream.write(`  ${name.padEnd(width)}  ${text}\n`)
    },
  }
}
