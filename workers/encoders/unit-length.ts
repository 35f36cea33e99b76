/** Scales a vector to length one, in place; one of zeros stays. Throws when a number in it is none. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let sum = 0
  for (const value of vector) sum += value * value
  if (!Number.isFinite(sum)) throw new Error('the encoder gave numbers that are none')
  const length = Math.sqrt(sum)
  if (length > 0)
    for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) / length
  return vector
}
