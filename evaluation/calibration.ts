/** How sure a system said it was, and whether it was right. */
export interface Judged {
  /** 0 to 1. */
  readonly confidence: number
  readonly right: boolean
}

const BINS = 10

/**
 * Expected calibration error: how far confidence and share of right answers lie apart, averaged over ten equally wide bins
 * of confidence, each weighed by its answers (Guo et al. 2017). 0 is perfect.
 */
export function expectedCalibrationError(judged: readonly Judged[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (const { confidence, right } of judged) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    if (bin === undefined) continue
    bin.count += 1
    bin.confidence += confidence
    bin.right += right ? 1 : 0
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / Math.max(1, judged.length)
}

/** What is gained and lost by answering only from a confidence on. */
export interface CoveragePoint {
  readonly threshold: number
  /** Share of all questions that is answered. */
  readonly coverage: number
  /** Share of right ones among the answers; null when there is none. */
  readonly accuracy: number | null
}

/** The curve of coverage and accuracy over `thresholds`; `asked` counts the questions that got no answer as well. */
export function coverageCurve(
  judged: readonly Judged[],
  asked: number,
  thresholds: readonly number[],
): readonly CoveragePoint[] {
  return thresholds.map((threshold) => {
    const answers = judged.filter(({ confidence }) => confidence >= threshold)
    const right = answers.filter((answer) => answer.right).length
    return {
      threshold,
      coverage: answers.length / Math.max(1, asked),
      accuracy: answers.length === 0 ? null : right / answers.length,
    }
  })
}
