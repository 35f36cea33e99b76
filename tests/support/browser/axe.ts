import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What another look of the same page can change. */
const lookRules = ['color-contrast', 'link-in-text-block']

/**
 * What axe has against the page as it stands, one line each; `target-size` (2.5.8) is off in axe unless asked
 * for. `look` asks only what depends on colours.
 */
export async function findAxeFaults(page: Page, about: 'all' | 'look' = 'all'): Promise<string[]> {
  const hasAxe = await page.evaluate(() => 'axe' in window)
  // A tag would be refused by the page's own policy, and rightly.
  if (!hasAxe)
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(
    async ({ tags, only }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const { violations, passes, incomplete } = await axe.run({
        ...(only ? { runOnly: only } : { runOnly: tags, rules: { 'target-size': { enabled: true } } }),
        resultTypes: ['violations'],
      })
      if (passes.length + incomplete.length === 0) throw new Error('axe looked at nothing')
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id}: ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
        ),
      )
    },
    { tags: wcag22aa, only: about === 'look' ? lookRules : null },
  )
}
