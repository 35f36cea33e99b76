import { useCommon } from '../lib/i18n/common.ts'
import { useWallWords } from '../lib/i18n/wall.ts'
import { Answers } from './answers.tsx'
import type { Wall } from './create-wall.ts'
import { sectionId } from './place-on-page.ts'

/** Answers that stand under no takeaway: a real place, not a bin. */
export function OtherSection(props: { wall: Wall }) {
  const t = useWallWords()
  const common = useCommon()
  const id = sectionId('unfiled')
  return (
    <section class="section" id={id} aria-labelledby={`${id}-title`} data-takeaway="unfiled">
      <header class="section-head section-head-plain">
        <div class="section-words">
          <h2 class="section-title" id={`${id}-title`} tabindex="-1">
            {common('unfiled')}
          </h2>
          <p class="section-summary">{t('otherText')}</p>
        </div>
      </header>
      <Answers wall={props.wall} takeaway={null} />
    </section>
  )
}
