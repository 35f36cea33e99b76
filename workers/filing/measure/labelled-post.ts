/** A post of which a person said where it belongs. */
export interface LabelledPost {
  text: string
  /** Null for none. */
  takeaway: number | null
  lang?: string | undefined
  vector?: Float32Array | undefined
}
