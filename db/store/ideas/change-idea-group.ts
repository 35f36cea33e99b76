// What a person does with groups: they are kept from then on, and the posts that the person saw in them, or
// put there, are held.
import { AppError } from '../../model/error.ts'
import { changeIdeas, type IdeaWriting } from './change-ideas.ts'
import { getGroup, getGroups, getIdea, listMembers } from './find-ideas.ts'

export async function renameGroup(
  writing: IdeaWriting,
  { groupId, name }: { groupId: number; name: string },
): Promise<number | null> {
  const group = await getGroup(writing, groupId)
  const given = name.trim().replaceAll(/\s+/g, ' ')
  if (given === (group.namedBy ? group.name : '')) return null
  const postIds = await listMembers(writing, [groupId])
  const touched = { groupIds: [groupId], postIds }
  const set = (names: { name: string; namedBy: 'moderator' | null; isKept?: true }) => [
    { groupIds: [groupId], set: { ...names, namePostId: null } },
  ]
  if (given === '') await changeIdeas(writing, touched, { groups: set({ name: '', namedBy: null }) })
  else
    await changeIdeas(writing, touched, {
      groups: set({ name: given, namedBy: 'moderator', isKept: true }),
      ideas: [{ postIds, set: { isHeld: true } }],
    })
  return groupId
}

export async function mergeGroups(
  writing: IdeaWriting,
  { groupIds }: { groupIds: readonly number[] },
): Promise<number> {
  const ids = [...new Set(groupIds)]
  const groups = await getGroups(writing, ids)
  const [into] = groups
  if (!into || ids.length < 2) throw new AppError('invalid', 'Choose two groups or more to merge.')
  if (groups.some(({ takeaway }) => takeaway !== into.takeaway))
    throw new AppError('invalid', 'Only groups under the same takeaway can be merged.')
  const postIds = await listMembers(writing, ids)
  const byHand = groups.find(({ namedBy }) => namedBy !== null)
  const named = byHand ? { name: byHand.name, namedBy: byHand.namedBy, namePostId: null } : {}
  await changeIdeas(
    writing,
    { groupIds: ids, postIds },
    {
      groups: [{ groupIds: [into.id], set: { isKept: true, ...named } }],
      ideas: [{ postIds, set: { groupId: into.id, isHeld: true } }],
      drop: ids.filter((id) => id !== into.id),
    },
  )
  return into.id
}

export async function splitGroup(
  writing: IdeaWriting,
  { groupId, postIds }: { groupId: number; postIds: readonly number[] },
): Promise<number> {
  const group = await getGroup(writing, groupId)
  const all = await listMembers(writing, [groupId])
  const out = all.filter((postId) => postIds.includes(postId))
  if (out.length < new Set(postIds).size)
    throw new AppError('conflict', 'Some of these are no longer in this group. Look at it again.')
  const stay = all.filter((postId) => !postIds.includes(postId))
  if (out.length === 0 || stay.length === 0)
    throw new AppError('invalid', 'Take out some posts of the group, and leave some in it.')
  const made = await makeGroup(writing, group.takeaway)
  // Its name may be words of a post that just left it.
  const renamed = out.includes(group.namePostId ?? -1) ? { name: '', namePostId: null } : {}
  await changeIdeas(
    writing,
    { groupIds: [groupId], postIds: all },
    {
      groups: [{ groupIds: [groupId], set: { isKept: true, ...renamed } }],
      ideas: [
        { postIds: out, set: { groupId: made, isHeld: true } },
        { postIds: stay, set: { isHeld: true } },
      ],
    },
  )
  return made
}

export async function moveIdeas(
  writing: IdeaWriting,
  { groupId, postIds }: { groupId: number; postIds: readonly number[] },
): Promise<number> {
  const group = await getGroup(writing, groupId)
  const rows = await Promise.all([...new Set(postIds)].map((postId) => getIdea(writing, postId)))
  if (rows.length === 0 || rows.some((row) => row.takeaway !== group.takeaway))
    throw new AppError('invalid', 'A group holds posts of its own takeaway only.')
  const from = rows.flatMap((row) => row.groupId ?? [])
  const ids = rows.map((row) => row.postId)
  const set = { groupId, isHeld: true, isIdea: true, ideaBy: 'moderator' as const, ideaConfidence: 1 }
  await changeIdeas(
    writing,
    { groupIds: [...new Set([groupId, ...from])], postIds: ids },
    { groups: [{ groupIds: [groupId], set: { isKept: true } }], ideas: [{ postIds: ids, set }] },
  )
  return groupId
}

async function makeGroup(
  { transaction, tables: { ideaGroup }, campaignId, now, made }: IdeaWriting,
  takeaway: number | null,
): Promise<number> {
  const unnamed = { name: '', namedBy: null, namePostId: null }
  const row = { campaignId, takeaway, ...unnamed, isKept: true, createdAt: now }
  const [id = 0] = await transaction.insertMany(ideaGroup, [row])
  made.push(id)
  return id
}
