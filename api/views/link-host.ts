/**
 * Where a link really leads, when its words read as an address of another host; else undefined. `www.`, case and a dot at the
 * end make no difference. A name in letters that pass for others (`instructionpаrtners.org` with a Cyrillic `а`) counts as
 * another: beside it stands what it is to computers.
 */
export function findOtherHost(words: string, href: string): string | undefined {
  const target = hostOf(href)
  return listHosts(words).some((host) => !isSame(host, target)) ? target : undefined
}

/** What reads as a host, at most one in a run without blanks: what follows it is a path, or a host that is none. */
function listHosts(words: string): string[] {
  const plain = words
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('。', '.')
  // A mention reads as a handle, and handles look like hosts.
  return plain.split(/\s+/u).flatMap((run) => (/^@[^/\s]+$/u.test(run) ? [] : (host.exec(run)?.[0] ?? [])))
}

const host =
  /(?<![\p{L}\p{N}\p{M}_-])(?:(?:[\p{L}\p{N}\p{M}_-]+\.)+\p{L}[\p{L}\p{N}\p{M}-]+|\d{1,3}(?:\.\d{1,3}){3})/u
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
