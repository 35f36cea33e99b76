/**
 * Where a link really leads, when its words read as an address of another host; else undefined. `www.`, case
 * and a dot at the end make no difference. A name in letters that pass for others (`instructionpаrtners.org`
 * with a Cyrillic `а`) counts as another: beside it stands what it is to computers.
 */
export function findOtherHost(words: string, href: string, isMention = false): string | undefined {
  const target = hostOf(href)
  return listHosts(words, isMention).some((host) => !isSame(host, target)) ? target : undefined
}

/** Whatever reads as a host outside a path. A mention reads as a handle, and handles look like hosts. */
function listHosts(words: string, isMention: boolean): string[] {
  const plain = words
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(otherDots, '.')
    .replace(wideDots, '.')
  const runs = plain.split(partings).filter((run) => !isMention || !/^@[^/\s]+$/u.test(run))
  return runs.flatMap((run) => {
    const found = [...run.matchAll(host)]
    const last = found.findIndex((one) => path.test(run.slice(one.index + one[0].length)))
    return found.slice(0, last < 0 ? undefined : last + 1).map(([name]) => name)
  })
}

/** What passes for a dot beside a Latin letter or a figure, but not the one within Catalan `l·l`. */
const dots = '[·•‧∙⋅・。۔⸱⸳ꓸ᛫܁܂\u{10A50}]'
const otherDots = new RegExp(`(?!(?<=l)·l)(?:(?<=[a-z\\d])${dots}|${dots}(?=[a-z\\d]))|。`, 'giu')
/** Blanks around a dot that people read over. */
const wideDots =
  /(?<![\s\u2800])[\s\u2800]+\.(?=\p{L})|\.[\s\u2800]+(?=(?:com|org|net|edu|gov)(?![\p{L}\p{N}]))/gu
/** Nothing that can stand in an address. */
const partings = /[^\p{L}\p{M}\p{N}\-._~:/?#[\]@!$&'()*+,;=%]+/u
/** What stands behind that is no host to anybody. */
const path = /^\.?(?::\d+)?[/?#]/

const host =
  /(?<![\p{L}\p{N}\p{M}_-])(?:(?:[\p{L}\p{N}\p{M}_-]+\.)+\p{L}[\p{L}\p{N}\p{M}-]+|\d{1,3}(?:\.\d{1,3}){3})/gu
/** Scripts with letters that look like Latin ones, those of Latin itself beyond ASCII among them. */
const lookAlike =
  /(?![a-z])[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/iu

function isSame(named: string, target: string): boolean {
  const isMixed = named.split('.').some((label) => /[a-z]/i.test(label) && /[^\p{ASCII}]/u.test(label))
  return !isMixed && !lookAlike.test(named) && hostOf(`http://${named}`) === target
}

/** The host of an address as people read it; empty when it has none. */
export function hostOf(address: string): string {
  const hostname = URL.parse(address)?.hostname ?? ''
  return hostname.replace(/\.+$/, '').replace(/^www\./, '')
}
