/**
 * Runs A B C, A B C, …: what changes on the machine meanwhile meets all alike. Answers one result a round, by
 * subject.
 */
export async function runRounds<Name extends string, Sample>(
  rounds: number,
  subjects: Readonly<Record<Name, (round: number) => Promise<Sample>>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(subjects) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples[name].push(await subjects[name](round))
  }
  return samples
}
