// What a person would find by hand: each check answers one line for everything that is wrong on the page as
// it stands.
import type { Page } from 'playwright-core'

/**
 * WCAG 2.2, 2.5.8: everything that is pressed is at least 24 × 24 CSS px; links inside a sentence need not
 * be.
 */
export function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll<HTMLElement>('a[href], button, select, input, summary')]
    return targets.flatMap((target) => {
      const pressed = target.matches('input') ? (target.closest('label') ?? target) : target
      const { width, height } = pressed.getBoundingClientRect()
      const isSeen = target.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      const isInline = target.matches('a') && getComputedStyle(target).display === 'inline'
      // A skip link is off the page until it has the focus.
      if (!isSeen || isInline || target.matches('.skip') || (width >= 24 && height >= 24)) return []
      return [`${target.outerHTML.slice(0, 120)} is ${width} × ${height}`]
    })
  })
}

/**
 * WCAG 2.2, 1.4.10: nothing stands beyond the window's edge but what scrolls in a box of its own (tables,
 * rails).
 */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const page = document.documentElement.scrollWidth
    const found = page > width ? [`the page is ${page} wide in ${width}`] : []
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      const { left, right } = element.getBoundingClientRect()
      if (!isText || !element.checkVisibility() || (left >= -1 && right <= width + 1)) continue
      let scroller: HTMLElement | null = element
      while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowX))
        scroller = scroller.parentElement
      if (!scroller && !element.closest('.visually-hidden, .skip'))
        found.push(`${element.outerHTML.slice(0, 120)} stands at ${left}–${right} of ${width}`)
    }
    return found
  })
}

/**
 * Boxes that hide a part of their words and do not scroll. Give `except` for previews whose words stand in
 * full elsewhere.
 */
export function findClipped(page: Page, except: string): Promise<string[]> {
  return page.evaluate((previews) => {
    return [...document.body.querySelectorAll<HTMLElement>('*')].flatMap((box) => {
      const style = getComputedStyle(box)
      const hides = /hidden|clip/
      const isCut =
        (hides.test(style.overflowY) && box.scrollHeight > box.clientHeight + 2) ||
        (hides.test(style.overflowX) && box.scrollWidth > box.clientWidth + 2)
      // One pixel: for screen readers alone.
      const isMeant =
        box.clientWidth <= 1 || box.closest(`[aria-hidden="true"], svg${previews && `, ${previews}`}`)
      if (!isCut || isMeant || !box.checkVisibility() || !box.textContent?.trim()) return []
      return [
        `${box.outerHTML.slice(0, 120)}: ${box.scrollWidth} × ${box.scrollHeight} in ${box.clientWidth} × ${box.clientHeight}`,
      ]
    })
  }, except)
}

/** WCAG 1.4.12, as people set it with a user style sheet. */
export async function widenText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }',
    )
    document.adoptedStyleSheets = [sheet]
  })
}

/**
 * Tabs once through all there is: everything must be reached, show where the focus is (2.4.7) and not lie
 * under something else (2.4.11); a trap shows as things that are never reached (2.1.2).
 */
export async function walkWithTab(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document.body
    const selector = 'a[href], summary, :is(button, input, select, textarea):not([disabled]), [tabindex="0"]'
    const wanted = [...scope.querySelectorAll<HTMLElement>(selector)].filter((one) =>
      one.checkVisibility({ visibilityProperty: true }),
    )
    Object.assign(window, { walk: { wanted: new Set(wanted), faults: [] } })
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    return wanted.length
  })
  for (let step = 0; step < count + 3; step += 1) {
    await page.keyboard.press('Tab')
    await page.evaluate(async () => {
      // Scrolled into sight by now.
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const { walk } = window as unknown as { walk: { wanted: Set<Element>; faults: string[] } }
      const here = document.activeElement
      if (!here || here === document.body || !walk.wanted.delete(here)) return
      const name = here.outerHTML.slice(0, 120)
      const box = here.getBoundingClientRect()
      const { outlineStyle, outlineWidth } = getComputedStyle(here)
      const label = here.closest('label')
      const shown = [here, ...(label ? [label] : [])].some(
        (one) => getComputedStyle(one).outlineStyle !== 'none',
      )
      if (!shown || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) === 0))
        walk.faults.push(`no focus to be seen on ${name}`)
      const isHit = [0.1, 0.5, 0.9].some((x) =>
        [0.1, 0.5, 0.9].some((y) => {
          const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
          return hit !== null && (here.contains(hit) || hit.contains(here) || label?.contains(hit) === true)
        }),
      )
      if (!isHit) walk.faults.push(`covered or out of sight with the focus: ${name}`)
    })
  }
  return page.evaluate(() => {
    const { walk } = window as unknown as { walk: { wanted: Set<Element>; faults: string[] } }
    // What left the page by itself meanwhile, as short news do, could not be reached.
    const missed = [...walk.wanted].filter((one) => one.isConnected)
    return [...walk.faults, ...missed.map((one) => `never reached: ${one.outerHTML.slice(0, 120)}`)]
  })
}
