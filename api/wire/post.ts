import { z } from 'zod'

const leadsTo = z
  .string()
  .optional()
  .describe('the host it really leads to, when its words read as an address of another')

export const SegmentView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string() }),
    z.object({ kind: z.literal('name'), text: z.string() }),
    z.object({ kind: z.literal('link'), text: z.string(), href: z.string(), leadsTo }),
    z.object({ kind: z.literal('mention'), text: z.string(), href: z.string(), leadsTo }),
    z.object({ kind: z.literal('tag'), text: z.string(), tag: z.string() }),
  ])
  .meta({
    id: 'Segment',
    description:
      'A piece of the words. Text keeps its line breaks; render as text nodes. A name is a tag, mention or address that nobody marked, among words that run both ways.',
  })
export type SegmentView = z.infer<typeof SegmentView>

export const MediaView = z
  .object({
    id: z.int(),
    kind: z.enum(['image', 'video', 'gif']).describe('of a video and a gif we have a still'),
    src: z.string().describe('an address of ours; add ?w=640|1280|1920 for a width'),
    alt: z.string().describe('empty when the author wrote none'),
    width: z.int().nullable(),
    height: z.int().nullable(),
  })
  .meta({ id: 'Media' })
export type MediaView = z.infer<typeof MediaView>

export const AuthorView = z
  .object({
    name: z.string().describe('display name, else handle, else a neutral word'),
    handle: z.string().nullable(),
    avatar: z.string().nullable().describe('an address of ours'),
    link: z.string().describe('profile on the network'),
  })
  .meta({ id: 'Author' })
export type AuthorView = z.infer<typeof AuthorView>

export const WallPost = z
  .object({
    id: z.int(),
    takeaway: z.int().nullable().describe('id of the takeaway it stands under; null is "unfiled"'),
    network: z.string(),
    author: AuthorView,
    body: z.array(SegmentView),
    lang: z.string().nullable(),
    dir: z.enum(['ltr', 'rtl', 'auto']).optional().describe('the direction in which its words run'),
    media: z.array(MediaView),
    card: z.object({ href: z.string(), title: z.string(), host: z.string().optional(), leadsTo }).nullable(),
    quote: z.object({ href: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    sortAt: z.iso.datetime().describe('order on the wall, newest first'),
    link: z.string().describe('the original'),
  })
  .meta({ id: 'WallPost' })
export type WallPost = z.infer<typeof WallPost>
