import { z } from 'zod'

/**
 * An address with a place for one value, which is percent-encoded where it goes in:
 * `https://example.org/tag/{tag}`.
 */
const template = (place: string) =>
  z
    .string()
    .max(500)
    .refine(
      (text) =>
        /^https:\/\/[^{}/]+\//.test(text) && text.split('{').length === 2 && text.includes(`{${place}}`),
      { error: `is not an https:// address with {${place}} in it` },
    )
    .nullable()

/**
 * What a network is to people: its name in each language, and where things of it are found. Null: it has no
 * such page.
 */
export const Network = z.object({
  name: z.object({ en: z.string().min(1).max(60), es: z.string().min(1).max(60) }),
  /** A handle there is a domain name: what is none can't be mentioned, whoever it belongs to. */
  handlesAreDomains: z.boolean().default(false),
  links: z.object({
    /** By the author's id, which never moves. */
    author: template('author'),
    /** By the hashtag, without its sign. */
    tag: template('tag'),
    /** Where somebody writes a post that begins with this text. */
    compose: template('text'),
  }),
})
export type Network = z.infer<typeof Network>

/** By the name that posts carry. */
export type Networks = Readonly<Record<string, Network>>

/** Fills a template's one place; null where there is none. A colon stays as it is: ids have it. */
export function fillTemplate(template: string | null | undefined, value: string): string | null {
  return template?.replace(/\{\w+\}/, () => encodeURIComponent(value).replaceAll('%3A', ':')) ?? null
}
