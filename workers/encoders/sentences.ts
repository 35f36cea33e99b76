/** What people are told about the encoder, where the program itself knows it. */
export const encoderOff =
  'The sentence encoder is turned off. Filing goes by words alone. FILING_ENCODER=use-lite turns the built-in one on.'
export const encoderClosed = 'The sentence encoder is stopped.'
export const modelChanged =
  'The model was changed while the wall ran. Filing goes by words alone until the wall is started again.'

export function fallenOver(how: 'hangs' | 'crashed'): string {
  const what = how === 'hangs' ? 'did not answer in time' : 'ended without being asked to'
  return `The sentence encoder ${what}. Filing goes by words alone; it is started again by itself.`
}
